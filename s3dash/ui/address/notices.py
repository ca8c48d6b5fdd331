"""What a reader is told of a link that asks for something in vain."""

from collections.abc import Sequence

import streamlit as st

from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.indicators import indicator_labels
from s3dash.queries.territories.territories import territory
from s3dash.ui.look.text import plain
from s3dash.ui.shell.library import answer

LONGEST_SHOWN = 60
MOST_TOLD = 15


def notice_unknown(unknown: Sequence[tuple[str, str]]) -> None:
    """Say which parameters of the link were ignored; the text is shown as it is, never run.

    What the base knows but has nothing of on this page is told apart from what it does not know.
    """
    bare = [label for name, value in unknown if (label := _known_elsewhere(name, value))]
    if bare:
        st.warning(
            f"Nothing is documented here for {plain(', '.join(bare))}: that part of the link was "
            "ignored.",
            icon=":material/search_off:",
        )
        unknown = [pair for pair in unknown if not _known_elsewhere(*pair)]
    if not unknown:
        return
    lines = "\n".join(
        f"{shortened(name)} = {shortened(value)}" for name, value in unknown[:MOST_TOLD]
    )
    more = f"\n… and {len(unknown) - MOST_TOLD} more" if len(unknown) > MOST_TOLD else ""
    told = (
        "The link asks for something this dashboard does not know. It was ignored; "
        "everything else in the link holds."
    )
    if any(name in ("territory", "country") for name, _ in unknown):
        told += (
            " A code of an earlier version of NUTS may have been renamed: this base has the codes "
            "of 2021. Look for the name of the region instead."
        )
    if any(name == "asof" for name, _ in unknown):
        told += " A date is written like 2019-06-30 and is not after today."
    with st.container(gap="small"):
        st.warning(told, icon=":material/link_off:")
        st.code(lines + more, language=None)


def _known_elsewhere(name: str, value: str) -> str:
    """The name of a territory, indicator or platform of the base; empty for anything else."""
    if name in ("territory", "country"):
        record = answer(territory, value.upper()) or answer(territory, value)
        return str(record["name"]) if record else ""
    if name == "indicator":
        return answer(indicator_labels).get(value, "")
    return answer(all_platforms).get(value, "") if name == "platform" else ""


def shortened(value: str, longest: int = LONGEST_SHOWN) -> str:
    """A value as it can be shown: one line of so many characters at most."""
    line = " ".join(value.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
