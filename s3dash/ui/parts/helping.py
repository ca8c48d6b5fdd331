"""The two or three documents of the library that help where the reader is."""

from html import escape

from s3dash.queries.catalogue.documents import KINDS
from s3dash.queries.catalogue.helping import documents_for
from s3dash.store.cells import is_missing
from s3dash.ui.parts.cards import outside
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn


def helping(what: str) -> None:
    """Show them; nothing where the library has none. ``what``: a key of `HELPS`."""
    if told := drawn(_listed, what):
        links.linked_html(told, key=f"helping_{what}")


def _listed(what: str) -> str:
    found = answer(documents_for, what)
    if found.empty:
        return ""
    items = "".join(
        f"<li>{_title(row['title'], row['url'])} <span class=s3-muted>"
        f"{escape(', '.join(_told(row['kind'], row['year'])))}</span></li>"
        for row in found.to_dict("records")
    )
    more = links.page_link("library", "All of the library")
    return f"<aside class=s3-helping><b>From the library</b><ul>{items}</ul>{more}</aside>"


def _told(kind: str, year: object) -> list[str]:
    return [KINDS.get(kind, kind), *([] if is_missing(year) else [str(year)])]


def _title(title: str, url: object) -> str:
    return escape(title) if is_missing(url) else outside(str(url), title)
