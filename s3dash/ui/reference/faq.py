"""Questions and answers: those that the link names first, then all by topic."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import parse_qs

from s3dash.queries.base.faq import LINK, Question, faq
from s3dash.ui.address.link import Link
from s3dash.ui.shell import links, registry
from s3dash.ui.shell.library import answer, drawn

_EMPHASIS = re.compile(r"\*([^*]+)\*")


def show() -> None:
    """The questions, those asked for above the others."""
    found = answer(faq)
    link = Link()
    asked = link.one("question", {one.code for one in found})
    page = link.one("of", {page for one in found for page in one.pages})
    link.notice()
    first = [_item(one, is_open=True) for one in found if one.code == asked]
    html = f"<section>{''.join(first)}</section>" if first else ""
    if page:
        title = registry.spec(page).title
        html += _section(
            f"On the page {title}", [o for o in found if page in o.pages and o.code != asked]
        )
    links.linked_html(f"<div class=s3-faq>{html}{drawn(_by_topic)}</div>", key="faq", page="faq")


def _by_topic() -> str:
    found = answer(faq)
    topics = dict.fromkeys(one.topic for one in found)
    return "".join(_section(topic, [o for o in found if o.topic == topic]) for topic in topics)


def _section(heading: str, questions: Iterable[Question]) -> str:
    items = "".join(_item(one, is_open=False) for one in questions)
    return f"<section><h2>{escape(heading)}</h2>{items}</section>" if items else ""


def _item(one: Question, *, is_open: bool) -> str:
    opened = " open" if is_open else ""
    return (
        f"<details{opened}><summary>{escape(one.question)}</summary>"
        f"<p>{_html(one.answer)}</p></details>"
    )


def _html(text: str) -> str:
    """An answer as HTML: emphasis, and links to pages of the dashboard."""
    pieces, end = [], 0
    for found in LINK.finditer(text):
        pieces.append(_emphasised(text[end : found.start()]))
        parameters = parse_qs(found["query"] or "")
        pieces.append(
            links.view_link(found["page"], found["label"], **parameters)
            if parameters
            else links.page_link(found["page"], found["label"])
        )
        end = found.end()
    return "".join((*pieces, _emphasised(text[end:])))


def _emphasised(text: str) -> str:
    return _EMPHASIS.sub(r"<em>\1</em>", escape(text))
