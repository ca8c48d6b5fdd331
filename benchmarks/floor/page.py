"""The floor page: three widgets, one map over static boundaries, one table of 50 rows.

A plain page as a competent author writes it, without data logic: the rows are made up here and
the boundaries are not sent but fetched by the browser. Choosing a country colours the map anew.
"""

import json
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

MAPS = Path(__file__).parents[2] / "static" / "maps"
COUNTRIES = ("Austria", "Belgium", "Finland", "Italy", "Portugal", "Spain")
PERIODS = ("2014-2020", "2021-2027")
ROWS = 50


@st.cache_data
def region_codes() -> list[str]:
    """Codes of the regions of the boundary file."""
    features = json.loads((MAPS / "nuts-2.json").read_text(encoding="utf-8"))["features"]
    return [feature["id"] for feature in features]


st.set_page_config(page_title="Floor", layout="wide")
st.title("A plain page")

search, period, country = st.columns(3)
words = search.text_input("Search")
chosen_period = period.selectbox("Period", PERIODS)
chosen_countries = country.multiselect("Country", COUNTRIES)

codes = region_codes()
figure = go.Figure(
    go.Choropleth(
        geojson="maps/nuts-2.json",
        featureidkey="id",
        locations=codes,
        z=[(number + len(chosen_countries)) % 5 for number in range(len(codes))],
        text=[f"Region {code}" for code in codes],
        colorscale="Blues",
        showscale=False,
    )
)
figure.update_geos(
    projection_type="equirectangular",
    visible=False,
    lonaxis_range=[-25.3, 25.3],
    lataxis_range=[-20.4, 20.5],
)
figure.update_layout(height=520, margin={"l": 0, "r": 0, "t": 0, "b": 0})
st.plotly_chart(figure, config={"topojsonURL": "maps/", "displayModeBar": False}, key="map")

st.dataframe(
    pd.DataFrame(
        {
            "Priority": f"Priority {number}: sustainable processes for regional value chains",
            "Territory": f"Region {codes[number]}",
            "Country": COUNTRIES[number % len(COUNTRIES)],
            "Period": chosen_period,
            "Domains": "Manufacturing; professional, scientific and technical activities",
            "Source": f"https://example.org/strategies/{number}",
        }
        for number in range(ROWS)
    ),
    hide_index=True,
    height=472,
    key="table",
)
