"""What the views of a region profile share: periods, marks of partial lists, the taxonomies."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.territories.period_change import PERIODS
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plural
from s3dash.ui.shell import links
from s3dash.web.static_files import style_url

VIEWS = labels_of("region")
TAXONOMIES = {
    "economic": "Economic domains",
    "scientific": "Scientific domains",
    "policy": "Policy objectives",
}
NAMED_DOMAIN = {
    # taxonomy: what one of its domains is called in a sentence
    "economic": "economic domain",
    "scientific": "scientific domain",
    "policy": "policy objective",
}


@dataclass(frozen=True)
class Documented:
    """Of which periods priorities are documented, and which lists are known to be partial."""

    periods: tuple[str, ...]
    partial: tuple[str, ...]

    @property
    def has_both(self) -> bool:
        """Whether change between the periods can be told."""
        return len(self.periods) == len(PERIODS)

    @property
    def missing(self) -> tuple[str, ...]:
        """The periods of which no priority is documented."""
        return tuple(period for period in PERIODS if period not in self.periods)


def documented(strategies: pd.DataFrame) -> Documented:
    """What ``strategies``, as `queries.territories.strategies_of` gives it, hold."""
    known = strategies[strategies["documented_count"] > 0]
    return Documented(
        tuple(sorted(known["period"])),
        tuple(sorted(known.loc[known["completeness"] == "partial", "period"])),
    )


def partial_words(known: Documented) -> str:
    """A sentence that marks partial lists; empty when none is known to be partial."""
    if not known.partial:
        return ""
    lists = " and ".join(known.partial)
    are = "lists are" if len(known.partial) > 1 else "list is"
    return f"The {lists} {are} known to be partial: everything here is of the part we hold."


def choose_taxonomy() -> str:
    """The taxonomy that a view compares by, in the URL under ``taxonomy``."""
    return filters.switch("Compare by", "taxonomy", TAXONOMIES)


def style() -> None:
    """The style sheet of the profile; other pages do not need it."""
    st.html(f"<style>@import url('{style_url('region/region.css')}');</style>")


def linked(html: str, key: str) -> None:
    """Show HTML whose links may lead to another territory or another view of this page."""

    def follow(parameters: dict[str, str]) -> None:
        view = filters.in_link(parameters.get("view", ""), VIEWS)
        Link().write({"territory": parameters["territory"], "view": view, "priority": ""})

    links.linked_html(html, key, page="region", follow=follow)


def marked(count: int, is_partial: bool, noun: str = "priority") -> str:
    """``5 documented priorities``, with a mark when the list is known to be partial."""
    mark = " (list known to be partial)" if is_partial else ""
    return f"{plural(count, 'documented ' + noun)}{mark}"
