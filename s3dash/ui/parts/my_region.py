"""The region of one's own on screen: named in the bar, chosen on the page of a region."""

import streamlit as st

from s3dash.queries.territories.comparison import all_territories
from s3dash.ui.address.link import Link
from s3dash.ui.shell import chrome, links, mine
from s3dash.ui.shell.library import answer


def bar() -> None:
    """Name the region of one's own in the bar, and the way to it; nothing where none is chosen.

    A link to a topic may choose one: call before the page.
    """
    if chrome.key_shown() == "topic" and (asked := Link().one("for", answer(all_territories))):
        mine.choose(asked)
    code = _known()
    if not code:
        return
    name = answer(all_territories)[code]
    with st.container(key="my_region_bar"):
        links.linked_html(
            f"<p><span>My region</span> {links.link('region', 'territory', code, name)}</p>",
            key="my_region_named",
            page="region",
            follow=lambda _: Link().write({"territory": code, "priority": ""}),
        )


def offer(territory_id: str) -> None:
    """A button that makes a territory one's own, or takes that back."""
    is_mine = mine.my_region() == territory_id
    st.button(
        "This is my region: forget it" if is_mine else "Make this my region",
        key="my_region_button",
        icon=":material/home_pin:",
        help="Topic, Region, Compare and Partner finder then begin with it, for this visit.",
        on_click=mine.choose,
        args=("" if is_mine else territory_id,),
    )


def suffix() -> dict[str, str]:
    """What a link to a topic says of it: ``{"for": "AT21"}``, or nothing."""
    code = _known()
    return {"for": code} if code else {}


def link_to_topic(label: str, **topic: str | list[str]) -> str:
    """HTML of a link to a topic, seen from the region of one's own."""
    return links.view_link("topic", label, **topic, **suffix())


def named(code: str) -> str:
    """HTML that names a territory by its label, linked."""
    return links.link("region", "territory", code, answer(all_territories).get(code, code))


def _known() -> str:
    code = mine.my_region()
    return code if code in answer(all_territories) else ""
