"""Pages whose links are pictures: what their addresses say of the look, and which picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from s3dash.queries.base.codes import code_of
from s3dash.takeaway.pictures.canvas import LEAST_SIDE, MOST_SIDE
from s3dash.takeaway.pictures.tones import THEMES
from s3dash.takeaway.plates.ground import LANGUAGES, Ground
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter, fits

MOST_DPI = 400
START = "overview"
"""What the start page is called where its address needs a name."""
THEME = Parameter("theme", "Ground of the picture.", default="light", allowed=THEMES)
NO_PICTURE = "This view has no picture; its rows are in the files."
LOOK = (
    THEME,
    Parameter("width", "CSS pixels.", "integer", "1280", "960", least=LEAST_SIDE, most=MOST_SIDE),
    Parameter(
        "height", "CSS pixels; as its content asks for, if not named.", "integer", "720",
        least=LEAST_SIDE, most=MOST_SIDE,
    ),
    Parameter(
        "dpi", "Dots an inch of a PNG; 96 is one a pixel.", "integer", "96", "192", least=48,
        most=MOST_DPI,
    ),
    Parameter("size", "Size of letters, 1.5 for slides.", "number", "1.5", "1", least=0.5, most=4),
    Parameter(
        "numbers", "Language that numbers are written in.", example="de", default="en",
        allowed=LANGUAGES,
    ),
)  # fmt: skip
"""How a picture looks; of pages and embeds alike."""


@dataclass(frozen=True)
class Drawn:
    """A picture, its title, and the name of its file."""

    content: bytes
    title: str
    name: str
    filtered: str = ""
    as_of: date | None = None


Draw = Callable[[Asked, Given, Ground], Drawn]


@dataclass(frozen=True)
class PicturePage:
    """A page whose link is a picture: its address, its parameters, and what draws it.

    ``pictures``: code -> what it shows, of a page with several; ``own_themes``: values of the
    page's own parameter ``theme``, which there is on one page; ``bare``: views without a picture,
    code -> label; ``any_of``: parameters of which the address names one at least.
    """

    path: str
    parameters: tuple[Parameter, ...]
    draw: Draw
    pictures: Mapping[str, str]
    is_dated: bool = False
    own_themes: tuple[str, ...] = ()
    bare: Mapping[str, str] = field(default_factory=dict)
    any_of: tuple[Parameter, ...] = ()

    def is_drawn(self, pairs: Sequence[tuple[str, str]]) -> bool:
        """Whether an address has a picture: its view has one, it names what is needed, and nothing
        that there is not.
        """
        given = {name for name, value in pairs if value}
        return (
            not self.is_bare(pairs)
            and fits(self.known, {name for name, _ in pairs})
            and (not self.any_of or any(one.name in given for one in self.any_of))
        )

    def is_bare(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Whether an address asks for a view without a picture, and names no picture."""
        said = dict(pairs)
        return not said.get("picture") and code_of(said.get("view", ""), self.bare) is not None

    @property
    def known(self) -> tuple[Parameter, ...]:
        """All parameters of the address."""
        look = LOOK
        if self.own_themes:
            both = Parameter(
                "theme", THEME.meaning, default="light", allowed=(*THEMES, *self.own_themes),
                many=True,
            )  # fmt: skip
            look = (both, *LOOK[1:])
        return (*self.parameters, picture_of(self.pictures), *look)


def picture_of(pictures: Mapping[str, str]) -> Parameter:
    """The parameter that says which picture."""
    meaning = "; ".join(f"`{code}`: {words}" for code, words in pictures.items())
    return Parameter("picture", f"Which picture: {meaning}.", allowed=tuple(pictures))


def view_of(views: Mapping[str, str]) -> Parameter:
    """The parameter of the view of a page."""
    return Parameter("view", "View of the page.", default=next(iter(views)))


def which(given: Given, page_pictures: Mapping[str, str], of_view: str) -> str:
    """The picture that the link names, else that of its view."""
    return given.text(picture_of(page_pictures)) or of_view
