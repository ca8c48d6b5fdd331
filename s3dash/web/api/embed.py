"""Views for pages of others: ``/embed/priorities?territory=IT`` in an ``<iframe>``.

A still drawing with hover titles, or a table, and a link back: no script, no Streamlit, nothing
from elsewhere. Who may frame it says the setting `FRAMES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode

import pandas as pd

from s3dash.queries.base.codes import country_codes
from s3dash.takeaway.columns import as_told, with_country_codes
from s3dash.takeaway.export import flat
from s3dash.takeaway.notes import notes
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.sheet import Look
from s3dash.takeaway.plates.ground import LANGUAGES, Ground
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.parameters import Given, Parameter, of_view, unknown
from s3dash.web.api.picture_pages import LOOK, START, THEME
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.pictures import drawn, picture_link, root_of, with_root
from s3dash.web.api.problems import Refusal
from s3dash.web.api.views import PAGES, data_link

EMBEDDED = {"picture": "As a picture with hover titles", "table": "As a table"}
AS = Parameter("as", "Picture or table.", default="picture", allowed=tuple(EMBEDDED))
WIDTH, SIZE = 680, 1.15
"""The drawing of an embed, which shrinks and grows with its frame: letters are larger in it."""
HEIGHT = 640
MOST_ROWS, MOST_COLUMNS = 100, 8
YEARS = ("year", "launched")
"""Columns whose numbers are no amounts: 2024, never 2,024."""
LEFT_OUT = ("description", "codes", "note", "detail")


def frame_policy(sites: Sequence[str] | None) -> str:
    """Who may frame embeds, as the policy says it; None: any site, an empty list: no other."""
    return "*" if sites is None else " ".join(["'self'", *sites])


def embed_paths() -> list[str]:
    """Pages that can be embedded."""
    return sorted({page.path for page in PICTURED} | {page.path for page in PAGES})


def embed_link(view: str, kind: str) -> str:
    """The address of a view as an embed; empty where there is none of that kind.

    ``view``: the address of the page, whole.
    """
    if not (picture_link(view, "svg") if kind == "picture" else data_link(view)):
        return ""
    start, _, query = view.partition("?")
    root, _, path = start.rpartition("/")
    both = "&".join(filter(None, (query, "" if kind == AS.default else f"{AS.name}={kind}")))
    return f"{root}/embed/{path or START}{'?' if both else ''}{both}"


def embed_code(address: str, title: str) -> str:
    """What is copied into a page."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}"\n'
        f'        style="width:100%;height:{HEIGHT}px;border:0" loading="lazy"></iframe>'
    )


def embed_answer(path: str, sites: Sequence[str] | None = None) -> Make:
    """What answers ``embed/<page>``; ``sites``: those that may frame it, None: any."""
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors {frame_policy(sites)}"
    )

    def made(asked: Asked) -> Answer:
        pairs = [pair for pair in asked.parameters if pair[0] == AS.name]
        kind = Given(pairs, [AS]).text(AS)
        asked.parameters = [pair for pair in of_view(asked.parameters) if pair[0] != AS.name]
        theme, title, content = (_picture if kind == "picture" else _table)(asked, path)
        view = _view(asked, path)
        html = _document(theme, title, content, view, asked.about.version)
        return Answer([html.encode()], "text/html", {"Content-Security-Policy": policy})

    return made


def _view(asked: Asked, path: str) -> str:
    """The page that an embed leads back to."""
    look = {one.name for one in LOOK} | {"picture"}
    page = next((page for page in PICTURED if page.path == path), None)
    own = page.own_themes if page else ()
    kept = [
        (name, value)
        for name, value in asked.parameters
        if name not in look or (name == THEME.name and value in own)
    ]
    query = urlencode(kept)
    return f"{root_of(asked)}/{'' if path == START else path}{'?' if query else ''}{query}"


def _picture(asked: Asked, path: str) -> tuple[str, str, str]:
    page = next((page for page in PICTURED if page.path == path), None)
    if page is None:
        raise Refusal(404, "This view has no picture.", parameter=AS.name, allowed=["table"])
    theme = "dark" if (THEME.name, "dark") in asked.parameters else THEME.default
    named = {name for name, _ in asked.parameters}
    look = None if {"width", "size"} & named else Look(theme, width=WIDTH, scale=SIZE)
    found = drawn(page, asked, "svg", look)
    # Without the lines before the drawing, which are for files.
    svg = with_root(found.content, root_of(asked)).decode()
    svg = svg[svg.index("<svg") :].replace('target="_top"', 'target="_blank" rel="noopener"')
    return theme, found.title, svg


def _table(asked: Asked, path: str) -> tuple[str, str, str]:
    page = next((page for page in PAGES if page.path == path), None)
    if page is None:
        raise Refusal(404, "This view has no table.", parameter=AS.name, allowed=["picture"])
    language = Parameter("numbers", LOOK[-1].meaning, default="en", allowed=LANGUAGES)
    own = {name for one in page.parameters for name in (one.name, *one.aliases)}
    given = Given(
        [pair for pair in asked.parameters if pair[0] in (THEME.name, language.name)],
        [THEME, language],
    )
    theme, numbers = given.text(THEME), given.text(language)
    pairs = [pair for pair in asked.parameters if pair[0] not in (THEME.name, language.name)]
    for name, _ in pairs:
        if name not in own:
            raise unknown(name, [*own, THEME.name, language.name, AS.name])
    view = page.read(asked, Given(pairs, page.parameters))
    ground = Ground(asked.store, language=numbers)
    rows = flat(with_country_codes(as_told(view.rows), asked.store.once(country_codes)))
    names = [name for name in rows if name not in LEFT_OUT and not name.endswith("source_url")]
    names = names[:MOST_COLUMNS]
    titles = {note.name: note.title for note in notes(asked.store, names)}
    head = "".join(f"<th scope=col>{escape(titles[name])}" for name in names)
    body = "".join(
        "<tr>" + "".join(map(partial(_cell, ground), names, row))
        for row in rows[names].head(MOST_ROWS).itertuples(index=False)
    )
    more = data_link(_view(asked, path))
    count = f"{ground.say(len(rows))} rows" if len(rows) <= MOST_ROWS else (
        f"The first {MOST_ROWS} of {ground.say(len(rows))} rows"
    )  # fmt: skip
    table = (
        f"<h1>{escape(view.title)}</h1><p>{escape(view.filters)}</p>"
        f"<div class=wide tabindex=0 role=region aria-label='Table'><table><thead><tr>{head}"
        f"<tbody>{body}</table></div><p>{count} · "
        f'<a href="{escape(more)}" target=_blank rel=noopener>all as CSV</a></p>'
    )
    return theme, view.title, table


def _cell(ground: Ground, name: str, value: object) -> str:
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "<td>"
    if isinstance(value, bool):
        return f"<td>{'yes' if value else 'no'}"
    if name in YEARS:
        return f"<td class=n>{escape(str(value))}"
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        return f"<td class=n>{escape(ground.say(float(value)))}"  # type: ignore[arg-type]
    return f"<td>{escape(str(value))}"


def _document(theme: str, title: str, content: str, view: str, version: str) -> str:
    def tone(name: str) -> str:
        return tones.tone(name, theme)

    return f"""<!DOCTYPE html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<title>{escape(title)} · s3dash</title><style>
:root {{ color-scheme: {theme}; }}
body {{ margin: 0; font: 15px/1.45 system-ui, sans-serif; color: {tone("text")};
  background: {tone("ground")}; }}
svg {{ display: block; width: 100%; max-width: 60rem; height: auto; margin: 0 auto; }}
svg a:hover path {{ opacity: .8; }}
a {{ color: {tone("link")}; }} a:focus-visible {{ outline: 2px solid {tone("filled")}; }}
h1 {{ font-size: 1.15rem; margin: .75rem 1rem .25rem; }} p {{ margin: .25rem 1rem .5rem; }}
.wide {{ overflow-x: auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-bottom: 1px solid {tone("line")}; }} .n {{ text-align: right; white-space: nowrap; }}
footer {{ padding: .4rem 1rem .7rem; font-size: .85rem; color: {tone("muted")}; }}
</style></head><body><main>{content}</main>
<footer><a href="{escape(view)}" target=_blank rel=noopener>Open this view in s3dash</a> ·
data package {escape(version)}</footer></body></html>"""
