"""The base as a whole: files to download, with version and digest."""

from html import escape

import streamlit as st

from s3dash.takeaway.whole import listed
from s3dash.ui.look.text import number
from s3dash.ui.shell.library import answer, drawn


def downloads() -> None:
    """A list of the files, and where programs and portals find them."""
    st.header("The whole base", anchor=False)
    st.html(drawn(_list))


def _list() -> str:
    files = answer(listed)
    items = "".join(
        f"<li><a href='api/v1/{escape(str(one['address']))}' download>{escape(str(one['title']))}"
        f"</a>, {number(round(int(str(one['bytes'])) / 1000))} kB: "
        f"{escape(str(one['description']))}<br><span class=s3-muted>SHA-256 "
        f"<code style='overflow-wrap:anywhere'>{one['sha256']}</code></span></li>"
        for one in files
    )
    return (
        f"<div class=s3><p>Version {escape(str(files[0]['version']))}, each with all rows of all "
        f"tables:</p><ul>{items}</ul>"
        "<p>For programs: <a href='api'>tables and questions at addresses of their own</a>. "
        "For open-data portals: <a href='catalog.jsonld'>catalog.jsonld</a> (DCAT-AP).</p></div>"
    )
