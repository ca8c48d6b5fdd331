"""Runs first on every page: store, navigation, then the page, then the line at the foot."""

import streamlit as st

from s3dash.ui.address.link import tidy
from s3dash.ui.parts import my_region
from s3dash.ui.shell import chrome, memory, registry, screen, turns
from s3dash.ui.shell.library import looked_up_once, require_store
from s3dash.web.monitoring import log, metrics

with memory.QUIET.drawing():
    chrome.configure()
    current = st.navigation(registry.menu(), position="top")
    log.PAGE.set(current.url_path or "overview")
    require_store()
    chrome.enter(current.title)
    screen.follow(chrome.menu_shown())
    tidy()
    with metrics.running(current.url_path or "overview"), turns.TURNS, looked_up_once():
        my_region.bar()
        with chrome.in_time():
            current.run()
        chrome.foot()
