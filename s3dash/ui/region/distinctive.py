"""The view of a region profile that ranks its domains by how distinctive they are."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.distinctiveness import (
    ENOUGH,
    WEIGHT_OF_EUROPE,
    clearly_distinctive,
    domain_index,
)
from s3dash.ui.look.text import DOMAINS_COUNTED_FROM, number, plural
from s3dash.ui.parts import tables
from s3dash.ui.region.shared import (
    NAMED_DOMAIN,
    TAXONOMIES,
    Documented,
    choose_taxonomy,
    partial_words,
)
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

FEW = 10
"""Below so many documented priorities the caution names the number."""


def show(record: dict[str, Any], known: Documented, total: int) -> None:
    """Domains ranked by the index, with the numbers behind it and what to beware of."""
    st.header("How distinctive its choice is", anchor=False)
    if not known.periods:
        st.info("No priority is documented for this territory itself.", icon=":material/info:")
        return
    st.markdown(
        f"Share of its documented priorities ({' and '.join(known.periods)}) with a domain, "
        "divided by the share of all documented priorities in Europe in the same periods. "
        "**1×** is as common here as in Europe, **3×** three times as common. Sorted by the "
        "cautious index, which counts as if "
        f"{WEIGHT_OF_EUROPE} more priorities were as everywhere in Europe."
    )
    st.warning(_caution(known, total), icon=":material/rule:")
    taxonomy = choose_taxonomy()
    found = answer(domain_index, str(record["territory_id"]), taxonomy)
    st.html(ranking(found, total, taxonomy))
    chrome.note(
        "A priority counts in each of its domains, and in the section above them: Manufacturing "
        "includes its divisions. Where a section has one division here, one of the two is shown. "
        "Europe includes this territory."
    )
    links.linked_html(
        f"<p class=s3>{explorer_link(str(record['territory_id']), known)}</p>",
        key="distinctive_in_explorer",
    )
    tables.take_away(
        lambda: found,
        title=f"{TAXONOMIES[taxonomy]} of {record['name']} by distinctiveness",
        filters=f"territory {record['territory_id']}, taxonomy {taxonomy}",
        file_name=f"{record['territory_id']}-distinctive-{taxonomy}",
        key="distinctive_take",
        sources=DOMAINS_COUNTED_FROM,
    )


def too_few(ranked: pd.DataFrame, taxonomy: str) -> str:
    """Why `clearly_distinctive` names no domain; empty where it names one."""
    if len(clearly_distinctive(ranked)):
        return ""
    if (ranked["priorities"] >= ENOUGH).any():
        return f"no {NAMED_DOMAIN[taxonomy]} with {ENOUGH} priorities is above Europe's share"
    return "too few priorities to tell"


def explorer_link(territory_id: str, known: Documented) -> str:
    """HTML of a link to the explorer's comparison of the same priorities with the same Europe."""
    period = {} if known.has_both else {"period": known.periods[0]}
    label = "Common and rare in the explorer"
    return (
        links.view_link("priorities", label, territory=territory_id, view="common", **period)
        + " <span class=s3-muted>(with all territories that lie in it)</span>"
    )


def _caution(known: Documented, total: int) -> str:
    few = "only " if total < FEW else ""
    held = f"{few}{plural(total, 'documented priority')}"
    return (
        f"Small numbers: with {held}, one more or less moves the index a lot. Read the counts "
        f"beside it. {partial_words(known)}"
    ).strip()


def ranking(found: pd.DataFrame, total: int, taxonomy: str) -> str:
    """Domains with index, a bar of its length, and the counts; nothing by colour alone."""
    if found.empty:
        return (
            f"<p class='s3 s3-muted'>No {NAMED_DOMAIN[taxonomy]} is documented for these "
            "priorities.</p>"
        )
    longest = float(found["index"].max())
    rows = "".join(_row(row, total, longest) for row in found.to_dict("records"))
    return f"<ol class='s3 s3-ranking'>{rows}</ol>"


def _row(row: dict[str, Any], total: int, longest: float) -> str:
    return (
        f"<li><div class=s3-index><b>{row['index']:.1f}×</b>"
        f"<i style='width:{100 * row['index'] / longest:.0f}%'></i></div>"
        f"<div>{escape(row['label'])} <span class=s3-muted>{escape(row['domain_code'])}</span><br>"
        f"<span class=s3-muted>{row['priorities']} of {total} priorities here "
        f"({row['share']:.0%}), {number(row['europe_priorities'])} in Europe "
        f"({row['europe_share']:.1%}); in {plural(row['territories'], 'other territory')}; "
        f"cautious index {row['cautious_index']:.1f}"
        f"</span></div></li>"
    )
