"""Whether the steward's desk is switched on: only on one's own computer, only when asked for."""

import streamlit as st

from s3dash import settings

UPLOADS = "/_stcore/upload_file/"
"""Where Streamlit takes files; the desk is the one page that needs it."""


def is_on() -> bool:
    """Whether the page is there and files may be sent to it.

    A dashboard that others can reach has no desk, whatever the switch says. Who comes through a
    proxy on this computer is refused by the page, see `sign_in.refused`.
    """
    return settings.read()[settings.STEWARD] and st.get_option("server.address") in settings.OWN


def uploads() -> tuple[str, ...]:
    """Addresses that are open for the desk; to who sits at this computer, where it has no group."""
    return (UPLOADS,) if is_on() else ()
