"""What all sheets of paper share: their style, and the few indicators there is room for."""

from pathlib import Path

import streamlit as st

KEY_INDICATORS = (
    "population",
    "gdp_pps_per_inhabitant",
    "unemployment_rate",
    "tertiary_education_25_64",
    "gerd_pct_gdp",
    "high_medium_hightech_manufacturing_employment",
    "regional_innovation_index_2019",
)


def style() -> None:
    """The style of a sheet of A4; other views do not need it."""
    st.html(Path(__file__).with_name("sheet.css"))
