"""A button that opens the browser's way to the printer."""

import streamlit as st

_button = st.components.v2.component(
    "s3dash_print_button",
    html="<button class='s3-button' type='button'></button>",
    js="export default ({ parentElement, data }) => {"
    " const button = parentElement.querySelector('.s3-button');"
    " button.textContent = data; button.onclick = () => window.print(); }",
    isolate_styles=False,
)


def print_button() -> None:
    """A button of our own that prints the page as it is styled for paper; one a page."""
    _button(data="Print this page", key="print_page", width="content")
