"""A dashboard as `serve` runs it, under a path: its pages, and signing in at a provider.

All pages are open before, and a steward is known after.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from s3dash.folders import ROOT
from s3dash.ui.shell.sign_in import ADDRESSES
from scripts.ports import free_port
from tests.browser.conftest import STILL

START_SECONDS = 60
PEOPLE = {"ada": ["editors", "readers"], "bob": ["readers"], "eve": "former editors"}
UPLOAD = "_stcore/upload_file/any/file"


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def provider() -> Iterator[str]:
    people = [
        oidc_provider_mock.User(sub=name, claims={"groups": groups})
        for name, groups in PEOPLE.items()
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, store_path: Path) -> Iterator[str]:
    """A dashboard under a path where readers may sign in, and editors are stewards."""
    folder = tmp_path_factory.mktemp("served")
    log_file = folder / "log.txt"
    port = free_port()
    start = f"http://localhost:{port}/s3"
    with provider() as known, log_file.open("wb") as log:
        secrets = folder / "secrets.toml"
        secrets.write_text(
            f"""[auth]
redirect_uri = "{start}/oauth2callback"
cookie_secret = "{"of this test alone, " * 2}"
client_id = "s3dash"
client_secret = "of the client"
server_metadata_url = "{known}/.well-known/openid-configuration"
"""
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "s3dash", "serve", "--base-path", "s3"],
            cwd=ROOT,
            env=os.environ
            | {
                "S3DASH_PORT": str(port),
                "S3DASH_STORE": str(store_path),
                "S3DASH_SIGN_IN": str(secrets),
                "S3DASH_STEWARD": "1",
                "S3DASH_STEWARDS": "editors",
                "S3DASH_FACILITATORS": "editors",
                "S3DASH_ROOMS": str(folder / "rooms.sqlite"),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            give_up = time.monotonic() + START_SECONDS
            while status(f"{start}/_stcore/health") != 200:
                assert process.poll() is None, log_file.read_text()
                assert time.monotonic() < give_up
                time.sleep(0.1)
            yield start
        finally:
            process.terminate()
            process.wait(10)
            # What is secret is not in the log.
            assert "of the client" not in log_file.read_text()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A browser of its own, with its own cookies."""
    context = chromium.new_context()
    context.add_init_script(STILL)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator("input[name=sub]").last.fill(name)
    page.locator("button[type=submit], input[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/s3/?$"))


def test_maps_lists_and_links_work_under_a_path(page: Page, url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}/region?territory=ITI1")
    page.locator(".s3-map.s3-drawn").wait_for()
    page.goto(f"{url}/")
    page.locator(".s3-map.s3-drawn").wait_for()
    link = page.locator("a.s3-go").first
    link.wait_for()
    link.click()
    page.wait_for_url(f"{url}/*-*")
    # All that was asked for lies under the path.
    assert all(one.startswith((url, "data:", "blob:")) for one in asked)


def test_who_signs_in_has_the_role_that_the_provider_names(page: Page, url: str) -> None:
    # Open to everybody, as ever.
    page.goto(f"{url}/methods")
    page.get_by_role("button", name="Sign in").wait_for()
    for name, shown in {"ada": "Sign out, steward", "bob": "Sign out", "eve": "Sign out"}.items():
        # Another person, in a browser that has the scripts already.
        page.context.clear_cookies()
        page.goto(f"{url}/steward")
        page.get_by_text("The steward's desk is for stewards").wait_for()
        sign_in(page, name)
        button = page.get_by_role("button", name="Sign out")
        expect(button).to_have_text(shown)
        # The desk is for a steward alone.
        page.goto(f"{url}/steward")
        page.get_by_role("heading", name="Steward").first.wait_for()
        button.wait_for()
        refused = page.get_by_text("the steward's desk is for others")
        expect(refused).to_have_count(0 if "steward" in shown else 1)
        # So are files, and rooms are for a facilitator alone; who follows needs no account.
        is_editor = "steward" in shown
        sent = page.request.put(f"{url}/{UPLOAD}", multipart={"file": "x"})
        assert (sent.status == 404) is not is_editor
        made = page.request.post(f"{url}/present/rooms", data={"query": "ready=platform-energy"})
        assert made.status == (201 if is_editor else 403)
        if is_editor:
            room = f"{url}/{made.json()['address']}"
            page.goto(room)
            expect(page.locator(".scene").first).to_be_visible()
            assert status(room) == 403
            code = page.request.get(f"{room}/code").json()["address"]
            assert status(f"{url}/present/follow/{code.rpartition('/')[2]}") == 200
        [cookie] = [one for one in page.context.cookies() if one["name"] == "_streamlit_user"]
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"


def test_without_it_there_is_nobody_to_sign_in(dashboard) -> None:  # type: ignore[no-untyped-def]
    for address in ADDRESSES:
        assert status(f"http://localhost:{dashboard.port}{address}") == 404
