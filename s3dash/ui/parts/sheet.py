"""What all sheets of paper share: style, ways back and to the printer, the words at the foot."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from s3dash.queries.base.about import about_store
from s3dash.ui.look.text import long_date
from s3dash.ui.shell import links, registry
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.print_button import print_button

KEY_INDICATORS = (
    "population",
    "gdp_pps_per_inhabitant",
    "unemployment_rate",
    "tertiary_education_25_64",
    "gerd_pct_gdp",
    "high_medium_hightech_manufacturing_employment",
    "regional_innovation_index_2019",
)
"""The few indicators there is room for."""
Live = Mapping[str, str | Sequence[str]]
"""Parameters of the live page that a sheet was made from."""


def style() -> None:
    """The style of a sheet of A4; other views do not need it."""
    st.html(Path(__file__).with_name("sheet.css"))


def ways(page: str, live: Live) -> None:
    """What only the screen shows above a sheet: the ways back and to the printer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            links.plain_link(page, live, "Back to the live page", new_tab=False), width="content"
        )
        print_button()


def live_address(page: str, live: Live) -> str:
    """The address of the live page as it is printed."""
    address = st.context.url or f"/{registry.spec(page).url_path}"
    return f"{address}?{urlencode(live, doseq=True)}"


def data_and_address(address: str) -> str:
    """HTML of the last lines of a sheet: which data, and the address of the live page."""
    about = answer(about_store)
    return (
        f"<p><b>Data</b> package {escape(about.version)}, "
        f"store built {long_date(about.built_at)}. "
        f"<b>Live page</b> {escape(address)}</p>"
    )


def short(words: str, longest: int) -> str:
    """Words cut with an ellipsis where they would take too many lines."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
