"""The network map of synthetic links: ``?links=5000``."""

import streamlit as st

from benchmarks.network import synthetic_network
from s3dash.ui.maps.network_map import network_map
from s3dash.ui.maps.strengths import shared_partnerships

st.set_page_config(layout="wide")
nodes, links = synthetic_network(int(st.query_params["links"]))
network_map(
    nodes,
    links,
    shared_partnerships(links["shared"]),
    key="network",
    alt="Synthetic links",
    accent="#1d4e9e",
)
