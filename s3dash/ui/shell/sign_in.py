"""Signing in, where a deployment has set it (OpenID Connect); elsewhere there is nobody to know.

All pages stay open to everybody. Where the steward's desk is on, it may be for the stewards alone,
and rooms may be opened and led by the facilitators alone.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st
from starlette.requests import cookie_parser
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from s3dash import settings
from s3dash.settings import FACILITATORS, ROLE_CLAIM, SIGN_IN, STEWARDS, Settings
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
    return _named(st.user.to_dict())


def groups_of(headers: Mapping[str, str]) -> frozenset[str]:
    """The groups of who sends a request that is no session of Streamlit: an upload, a room.

    Streamlit keeps who has signed in in a cookie that it signs; what it takes for a session counts
    here, and nothing else.
    """
    if not _set()[SIGN_IN]:
        return frozenset()
    cookies = cookie_parser(headers.get("cookie") or "")

    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, ""))

    try:
        known = json.loads(get_cookie_with_chunks(signed, AUTH_COOKIE_NAME) or b"{}")
    except ValueError:
        return frozenset()
    is_ours = known.get("origin") == get_origin_from_redirect_uri()
    return _named(known) if is_ours and known.get("is_logged_in") is True else frozenset()


def _named(claims: Mapping[str, Any]) -> frozenset[str]:
    claimed = claims.get(_set()[ROLE_CLAIM])
    # A text is one group, whatever is in it: "former editors" are no editors. What is of another
    # kind is no group: nobody gets a role by a form that we did not foresee.
    several = [claimed] if isinstance(claimed, str) else claimed
    found = several if isinstance(several, list | tuple) else ()
    return frozenset(one for one in found if isinstance(one, str))


def may_upload(headers: Mapping[str, str]) -> bool:
    """Whether who sends a request may send files to the desk, where it is on."""
    if _set()[STEWARDS]:
        return _set()[STEWARDS] in groups_of(headers)
    return is_at_home(headers)


def may_lead(headers: Mapping[str, str]) -> bool:
    """Whether who sends a request may open and lead rooms: everybody where no group is set."""
    return not _set()[FACILITATORS] or _set()[FACILITATORS] in groups_of(headers)


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
