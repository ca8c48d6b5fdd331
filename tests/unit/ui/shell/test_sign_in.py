"""Who has which role: what the provider says and no more, and nobody where nothing is set."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from s3dash import settings
from s3dash.ui.shell import sign_in

AUTH = {
    "redirect_uri": "https://s3.example.eu/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "s3dash",
    "client_secret": "word",
    "server_metadata_url": "https://login.example.eu/.well-known/openid-configuration",
}


def written(file: Path, **changes: str | None) -> Path:
    told = {name: value for name, value in (AUTH | changes).items() if value is not None}
    file.write_text("[auth]\n" + "".join(f'{name} = "{told[name]}"\n' for name in told))
    return file


def signed_in(monkeypatch: pytest.MonkeyPatch, stated: dict[str, str], **claims: Any) -> None:
    made = settings.read(stated)
    monkeypatch.setattr(sign_in, "_set", lambda: made)
    user = SimpleNamespace(is_logged_in=True, to_dict=lambda: claims)
    monkeypatch.setattr(sign_in.st, "user", user)


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        (["editors", "readers"], {"editors", "readers"}),
        ("editors", {"editors"}),
        # A text is one group: no word of it is another.
        ("former editors", {"former editors"}),
        ("readers,editors", {"readers,editors"}),
        (None, set()),
        ({"editors": True}, set()),
        ([["editors"], 7, None], set()),
        (True, set()),
    ],
)
def test_groups_are_those_of_the_claim(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claim: object, groups: set[str]
) -> None:
    stated = {
        "S3DASH_SIGN_IN": str(written(tmp_path / "secrets.toml")),
        "S3DASH_STEWARDS": "editors",
        "S3DASH_ROLE_CLAIM": "roles",
    }
    signed_in(monkeypatch, stated, roles=claim, groups=["editors"])
    assert sign_in.groups() == groups
    assert sign_in.is_steward() == ("editors" in groups)
    assert sign_in.addresses() == sign_in.ADDRESSES


SECRET = "of this test alone " * 2
ORIGIN = "https://s3.example.eu"
LONG = random.Random(1).randbytes(9000).hex()
"""More than one cookie has room for, also when it is packed."""


def cookie(secret: str = SECRET, padding: str = "", **claims: Any) -> str:
    """The header of a browser that came back from the provider, as Streamlit writes its cookies."""
    written: dict[str, str] = {}
    set_cookie_with_chunks(
        lambda name, value: written.update(
            {name: create_signed_value(secret, name, value).decode()}
        ),
        lambda name, value: create_signed_value(secret, name, value),
        "_streamlit_user",
        {"origin": ORIGIN, "is_logged_in": True, "padding": padding} | claims,
        cookie_attr_size=80,
    )
    return "; ".join(f"{name}={value}" for name, value in written.items())


@pytest.mark.parametrize(
    ("sent", "is_editor"),
    [
        (cookie(groups=["editors"]), True),
        (cookie(padding=LONG, groups=["editors"]), True),
        (cookie(groups=["readers"]), False),
        (cookie(groups="former editors"), False),
        (cookie(), False),
        (cookie("of somebody else " * 2, groups=["editors"]), False),
        (cookie(origin="https://other.example", groups=["editors"]), False),
        (cookie(is_logged_in=False, groups=["editors"]), False),
        (cookie(groups=["editors"]).replace("_streamlit_user=", "_streamlit_user_tokens="), False),
        (cookie(padding=LONG, groups=["editors"]).partition(";")[0], False),
        ('_streamlit_user={"is_logged_in":true,"groups":["editors"]}', False),
        ("_streamlit_user=", False),
        ("", False),
    ],
    # Cookies are signed with the time: no names that are the same in all workers.
    ids=range(13),
)
def test_a_request_has_the_groups_of_the_cookie_that_we_signed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sent: str, is_editor: bool
) -> None:
    monkeypatch.setattr(sign_in, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setattr(sign_in, "get_origin_from_redirect_uri", lambda: ORIGIN)
    group = {"S3DASH_STEWARDS": "editors", "S3DASH_FACILITATORS": "editors"}
    signed_in(monkeypatch, {"S3DASH_SIGN_IN": str(written(tmp_path / "secrets.toml"))} | group)
    headers = {"cookie": sent, "host": "localhost"}
    assert ("editors" in sign_in.groups_of(headers)) is is_editor
    assert sign_in.may_upload(headers) is is_editor
    assert sign_in.may_lead(headers) is is_editor
    # Where nobody signs in there are no groups: rooms are everybody's, the desk is this computer's.
    signed_in(monkeypatch, {})
    assert sign_in.groups_of(headers) == set()
    assert sign_in.may_lead(headers)
    assert sign_in.may_upload(headers)
    assert not sign_in.may_upload({"cookie": sent, "host": "s3.example.eu"})


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [({"host": "localhost:8501"}, False), ({"host": "s3.example.eu"}, True)],
)
def test_a_desk_without_a_group_is_for_this_computer(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], is_refused: bool
) -> None:
    signed_in(monkeypatch, {"S3DASH_STEWARD": "1"})
    monkeypatch.setattr(sign_in.st, "context", SimpleNamespace(headers=headers))
    told: list[str] = []
    monkeypatch.setattr(sign_in.st, "info", lambda text, **_: told.append(text))
    assert sign_in.refused() is is_refused
    assert ["from elsewhere" in one for one in told] == [True] * is_refused


def test_where_nothing_is_set_nobody_has_a_role(monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(monkeypatch, {}, groups=["", "editors"])
    assert sign_in.groups() == set()
    assert not sign_in.is_steward()
    assert sign_in.addresses() == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"client_id": None, "cookie_secret": None}, "has no cookie_secret, client_id in its"),
        ({"cookie_secret": "short"}, "has a cookie_secret of less than 32 letters"),
        ({"redirect_uri": "https://s3.example.eu/"}, "does not end with /oauth2callback"),
    ],
)
def test_a_file_that_nobody_could_sign_in_with_is_told_without_its_secrets(
    tmp_path: Path, changes: dict[str, str | None], told: str
) -> None:
    file = written(tmp_path / "secrets.toml", **changes)
    with pytest.raises(settings.BadSetting, match=told) as raised:
        settings.read({"S3DASH_SIGN_IN": str(file)})
    assert "word" not in str(raised.value)
    file.write_text("no [toml")
    with pytest.raises(settings.BadSetting, match="is no file of TOML"):
        settings.read({"S3DASH_SIGN_IN": str(file)})
