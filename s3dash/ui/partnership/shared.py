"""What the views of a partnership share: their names, the way between partnerships, the styles."""

from collections.abc import Mapping

import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.partners import candidates
from s3dash.queries.partnerships import capability, partnerships
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plural
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer
from s3dash.web.static_files import style_url

VIEWS = labels_of("partnership")


def link_options() -> Mapping[str, Mapping[str, str]]:
    """Parameters of a link to this page: code -> label."""
    return {
        "view": VIEWS,
        "level": capability.LEVELS,
        "period": capability.PERIODS,
        "theme": capability.THEMES,
        "whose": capability.WHOSE,
        "country": answer(candidates.countries),
    }


def style() -> None:
    """The style sheet of the page; candidates bring their own."""
    st.html(f"<style>@import url('{style_url('partnership/partnership.css')}');</style>")


def note_inferred(partnership_id: str) -> None:
    """Say how many of the members are so by our inference; nothing where sources state all."""
    members = answer(partnerships.members, partnership_id)
    inferred = int((members["basis"] == "inferred").sum())
    if inferred:
        chrome.note(
            f"Of the {plural(len(members), 'documented member')}, {inferred} "
            f"{'is' if inferred == 1 else 'are'} inferred by us, not stated by a source: the "
            "overview names them."
        )


def linked(html: str, key: str) -> None:
    """Show HTML whose links may lead to another partnership, shown from its first view."""

    def follow(parameters: dict[str, str]) -> None:
        view = filters.in_link(parameters.get("view", ""), VIEWS)
        Link().write({"partnership": parameters["partnership"], "view": view})

    links.linked_html(html, key, page="partnership", follow=follow)
