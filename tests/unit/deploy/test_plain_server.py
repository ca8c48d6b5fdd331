"""The files for a plain server: haproxy, nginx and systemd read them, and they hold their word."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from string import Template

import pytest

from s3dash.commands import serve
from s3dash.folders import ROOT
from s3dash.present.rooms.database import VARIABLE

DEPLOY = ROOT / "deploy"
HAPROXY = DEPLOY / "haproxy.cfg"
NGINX = DEPLOY / "systemd" / "nginx-site.conf"
UNIT = DEPLOY / "systemd" / "s3dash@.service"


def program(name: str) -> str:
    """Path of a program of the system; the test is skipped where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"S3DASH_PROXY": "127.0.0.1:8080", "S3DASH_READY": "/s3/readyz"},
        {"S3DASH_SERVER_1": "127.0.0.1:9001", "S3DASH_SERVER_2": "127.0.0.1:9002"},
    ],
)
def test_haproxy_reads_its_file(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [program("haproxy"), "-c", "-f", str(HAPROXY)],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert not re.search("WARNING|ALERT", done.stderr)


def test_the_proxy_keeps_a_reader_at_one_process_and_leads_them_on() -> None:
    text = HAPROXY.read_text(encoding="utf-8")
    assert re.search(r"^ +cookie s3dash insert indirect nocache httponly", text, re.MULTILINE)
    for needed in ("option redispatch 1", "option httpchk", "on-marked-down shutdown-sessions"):
        assert needed in text
    [ready] = re.findall(r'uri "\$\{S3DASH_READY-(.*?)\}"', text)
    assert ready == "/readyz"
    # A session that is open and quiet stays.
    assert "timeout tunnel 1h" in text


def test_no_log_has_addresses_or_questions_of_readers() -> None:
    [written] = re.findall(r'^ +log-format "(.*)"', HAPROXY.read_text("utf-8"), re.MULTILINE)
    assert not {"%ci", "%cp", "%r", "%HU", "%HQ", "%hr", "%HP"} & set(written.split())
    [written] = re.findall(r"^log_format s3dash '(.*)';", NGINX.read_text("utf-8"), re.MULTILINE)
    assert not {"$remote_addr", "$request", "$request_uri", "$args"} & set(written.split())
    assert re.search(r"^ +error_log \S+ crit;", NGINX.read_text("utf-8"), re.MULTILINE)


def test_a_proxy_says_who_asks_whatever_they_claim() -> None:
    assert re.search(
        r"(?m)^ +http-request set-header X-Forwarded-For %\[src\]$", HAPROXY.read_text("utf-8")
    )
    site = NGINX.read_text(encoding="utf-8")
    assert re.findall(r"proxy_set_header X-Forwarded-For (\S+);", site) == ["$remote_addr"]


def test_no_log_has_the_key_of_a_room() -> None:
    paths = {
        "/s3/present/room/KEY/items/n1": "/s3/present/room/-/items/n1",
        "/present/follow/KEY": "/present/follow/-",
        "/region": "/region",
    }
    [(what, instead)] = re.findall(r"path,regsub\('(.*?)','(.*?)'\)", HAPROXY.read_text("utf-8"))
    for path, told in paths.items():
        assert re.sub(what, instead, path) == told
    [page] = re.findall(r"(?s)^map \$uri \$s3dash_page \{(.*?)^\}", NGINX.read_text("utf-8"), re.M)
    [(pattern, made)] = re.findall(r'"~(.*?)" "(.*?)";', page)
    assert "default $uri;" in page
    for path, told in paths.items():
        found = re.match(pattern.replace("?<", "?P<"), path)
        said = Template(made).substitute(found.groupdict()) if found else path
        assert said == told


def test_nginx_reads_its_site(tmp_path: Path) -> None:
    nginx = program("nginx")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=s3.example.eu", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    site = NGINX.read_text(encoding="utf-8")
    site = re.sub(r"(ssl_certificate_key\s+)\S+;", rf"\g<1>{key};", site)
    site = re.sub(r"(ssl_certificate\s+)\S+;", rf"\g<1>{certificate};", site)
    site = site.replace("/var/log/nginx", str(tmp_path))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    settings = tmp_path / "nginx.conf"
    settings.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {folders} {site} }}",
        encoding="utf-8",
    )
    done = subprocess.run(
        [nginx, "-t", "-p", str(tmp_path), "-c", str(settings)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def unit() -> dict[str, list[str]]:
    """Setting -> values of the section [Service]."""
    section = UNIT.read_text(encoding="utf-8").split("[Service]")[1].split("[Install]")[0]
    found: dict[str, list[str]] = {}
    for line in section.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_the_service_may_do_nothing_that_it_does_not_need() -> None:
    stated = unit()
    for name in ("DynamicUser", "PrivateTmp", "NoNewPrivileges", "ProtectHome", "PrivateDevices"):
        assert stated[name] == ["yes"]
    assert stated["ProtectSystem"] == ["strict"]
    assert stated["CapabilityBoundingSet"] == [""]
    # It asks nobody.
    assert (stated["IPAddressDeny"], stated["IPAddressAllow"]) == (["any"], ["localhost"])
    variables = set(re.findall(r"(S3DASH_\w+)=", " ".join(stated["Environment"])))
    assert variables == {serve.ADDRESS, serve.PORT, serve.STORE, VARIABLE}
    # All ports write as one user into one folder.
    [folder] = stated["StateDirectory"]
    assert f"{VARIABLE}=/var/lib/{folder}/" in " ".join(stated["Environment"])
    assert stated["User"] == ["s3dash"]


def test_systemd_reads_the_service_and_finds_it_hardened(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    text = UNIT.read_text(encoding="utf-8")
    # Here is no /opt/s3dash, which is all that it would say.
    file = tmp_path / "s3dash@8501.service"
    file.write_text(
        re.sub("(?m)^ExecStart=.*$", "ExecStart=/bin/true", text), encoding="utf-8", newline="\n"
    )
    done = subprocess.run([analyze, "verify", str(file)], capture_output=True, text=True)
    assert "s3dash" not in done.stderr
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", "--no-pager", str(file)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-500:]
