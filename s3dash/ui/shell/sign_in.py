"""Signing in, where a deployment has set it (OpenID Connect); elsewhere there is nobody to know.

All pages stay open to everybody. Where the steward's desk is on, it may be for the
stewards alone.
"""

from functools import cache
from typing import Any

import streamlit as st

from s3dash import settings
from s3dash.settings import ROLE_CLAIM, SIGN_IN, STEWARDS, Settings
from s3dash.web.at_home import is_at_home

ADDRESSES = ("/auth/login", "/auth/logout", "/oauth2callback")
"""What Streamlit serves to sign in and out, and where the provider sends a reader back to."""


@cache
def _set() -> Settings:
    return settings.read()


def addresses() -> tuple[str, ...]:
    """Addresses that are open; none where nobody signs in."""
    return ADDRESSES if _set()[SIGN_IN] else ()


def groups() -> frozenset[str]:
    """The groups that the provider names for this reader; none for who has not signed in."""
    if not _set()[SIGN_IN] or not st.user.is_logged_in:
        return frozenset()
    claimed: Any = st.user.to_dict().get(_set()[ROLE_CLAIM])
    if isinstance(claimed, str):
        # One group, or several in a text, as providers have it.
        return frozenset(claimed.replace(",", " ").split())
    # What is of another kind is no group: nobody gets a role by a form that we did not foresee.
    several = claimed if isinstance(claimed, list | tuple) else ()
    return frozenset(one for one in several if isinstance(one, str))


def is_steward() -> bool:
    """Whether this reader may use the steward's desk."""
    return bool(_set()[STEWARDS]) and _set()[STEWARDS] in groups()


def refused() -> bool:
    """Whether this reader may not use the desk; tells them so.

    It is for the group of stewards; where none is set, for who sits at this computer.
    """
    if is_steward() or (not _set()[STEWARDS] and is_at_home(st.context.headers)):
        return False
    if not _set()[STEWARDS]:
        told = (
            "The steward's desk is for who sits at the computer of the dashboard; you come from "
            "elsewhere."
        )
    elif st.user.is_logged_in:
        told = (
            "You are signed in, and the steward's desk is for others. Whoever runs this dashboard "
            "can give you the role."
        )
    else:
        told = "The steward's desk is for stewards: sign in at the foot of the page."
    st.info(told, icon=":material/info:")
    return True


def line() -> None:
    """A button at the foot of a page: to sign in, or out; nothing where nobody signs in."""
    if not _set()[SIGN_IN]:
        return
    if not st.user.is_logged_in:
        st.button("Sign in", on_click=st.login, type="tertiary", key="sign_in")
        return
    st.button(
        "Sign out, steward" if is_steward() else "Sign out",
        on_click=st.logout,
        type="tertiary",
        key="sign_out",
    )
