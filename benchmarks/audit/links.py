"""Links that nobody should send: every parameter of every page with values that mean nothing."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import Server
from benchmarks.sessions import ScriptFailed, Session
from benchmarks.targets import Target
from s3dash.ui.address.kinds import Parameter
from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.shell.registry import PAGES

Query = Mapping[str, str | Sequence[str]]
AT_ONCE = 4
MARKUP = (b"<img src=x onerror=", b"<script>alert")
"""How markup of these links begins: no page may send it as such."""
AS_HTML = ("html", "bidi_component")
"""Elements of Streamlit whose text is markup; that of Markdown is where it says so."""
OPEN_NAMES = {"weight-*": "weight-human-resources", "w_*": "w_match"}
"""Parameters with a name whose rest is open -> one such name."""
HOSTILE = (
    *("nope", "0", "-1", "1e308", "1e999", "NaN", "inf", "9" * 400, "1,5", "٣", "²", "0x10"),
    *("true", "None", "null", "2021-02-30", "0000-00-00", "99999-01-01", "20190331", "2019-W10"),
    *("x" * 5000, "'\"`", "'; DROP TABLE priority; --", "a\0b", "../../etc/passwd", "  \t\n "),
    *("<script>alert(1)</script><img src=x onerror=alert(1)>", "{0}", "%s", "${x}", "%00"),
    *("[x](javascript:alert(1)) **b** :red[x] $x$", "\u202eאנרגיה", "🌍" * 30, "IT,,IT", "(IT)"),
)


@dataclass(frozen=True)
class Group:
    """Links of one page that differ in one parameter; one reader opens them, one after another."""

    page: str
    name: str
    links: tuple[Query, ...]


def hostile() -> Iterator[Group]:
    """Every name of every parameter, with every value of `HOSTILE`."""
    for page, one, name in _names():
        context = _context(page, one)
        yield Group(page, name, tuple({**context, name: value} for value in HOSTILE))


def empty() -> Iterator[Group]:
    """Every name of every parameter: without a value, repeated, with what belongs to another."""
    for page, one, name in _names():
        context = _context(page, one)
        good = one.example or one.default or "x"
        others = {each: "" for _, _, each in _names(page)}
        foreign = [other.example for other in PARAMETERS[page] if other.name != one.name]
        values: list[str | list[str]] = [
            *("", ["", ""], [good, good], ["", good], [good, ""], [good, "nope"], good.upper()),
            *(f" {good} ", f"{good},{good}", [good] * 200),
            *((foreign[0], foreign) if foreign else ()),
        ]
        links = [{**context, name: value} for value in values]
        links += [{**context, **others, name: good}, {**others, name: ""}, {name: "", "x": ""}]
        yield Group(page, name, tuple(links))


def pages() -> list[str]:
    """Keys of the pages that are served and read anything: the desk, where it is off, is none."""
    return sorted(PARAMETERS.keys() & {spec.key for spec in PAGES})


def _names(page: str = "") -> Iterator[tuple[str, Parameter, str]]:
    for key in pages():
        if page in ("", key):
            for one in PARAMETERS[key]:
                yield from ((key, one, OPEN_NAMES.get(name, name)) for name in one.names)


def _context(page: str, parameter: Parameter) -> dict[str, str | list[str]]:
    """What the page is about, and a view in which the parameter counts."""
    found: dict[str, str | list[str]] = {
        one.name: one.example.split(",") for one in PARAMETERS[page] if one.is_subject
    }
    return found | ({"view": parameter.views[0]} if parameter.views else {})


def opened(server: Server, what: str, groups: Sequence[Group], tell: Progress) -> Tally:
    """Open every link; it fails where the page shows an exception, does not finish, or sends
    markup that the link has as markup.
    """
    tally = Tally(what)
    total = sum(len(group.links) for group in groups)

    async def all_of_them() -> None:
        waiting = iter(groups)

        async def one_after_another() -> None:
            for group in waiting:
                await _open(server, group, tally)
                tell(f"{what}: {tally.tried:,} of {total:,}")

        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))

    asyncio.run(all_of_them())
    return tally


async def _open(server: Server, group: Group, tally: Tally) -> None:
    left = list(group.links)
    while left:
        target = _target(group.page)
        try:
            async with Session(server.stream, target) as session:
                while left:
                    query = urlencode(left.pop(0), doseq=True)
                    tally.tried += 1
                    if is_injected((await session.run(query)).messages):
                        tally.failures.append(f"{target.address}?{query[:200]}: markup comes back")
        except (ScriptFailed, TimeoutError, WebSocketException) as error:
            # The next link gets a reader of its own.
            tally.failures.append(f"{target.address}?{query[:200]}: {error!r}")


def is_injected(messages: Iterable[ForwardMsg]) -> bool:
    """Whether an element that a browser reads as markup has some of `MARKUP`."""
    return any(
        part in element.SerializeToString()
        for element in (message.delta.new_element for message in messages)
        if element.WhichOneof("type") in AS_HTML or element.markdown.allow_html
        for part in MARKUP
    )


def _target(page: str) -> Target:
    [spec] = [spec for spec in PAGES if spec.key == page]
    return Target(spec.key, spec.title, spec.url_path)
