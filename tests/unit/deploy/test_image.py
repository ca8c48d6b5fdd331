"""The image: what a linter of Dockerfiles asks, and all that the dashboard reads goes in."""

from __future__ import annotations

import http.server
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest

from s3dash.folders import ROOT
from s3dash.takeaway.plates.ground import LANGUAGES

spec = importlib.util.spec_from_file_location("trim", ROOT / "deploy" / "trim.py")
assert spec
assert spec.loader
trim = importlib.util.module_from_spec(spec)
spec.loader.exec_module(trim)

SHELL_FORM = re.compile(r"^(?:CMD|ENTRYPOINT) (?!\[)")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, comments left out and lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", lines)
    return [
        (found[1], found[2].strip())
        for line in joined.splitlines()
        if (found := re.match(r"([A-Z]+)\s+(.*)", line))
    ]


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, that of the image last."""
    found: list[list[tuple[str, str]]] = []
    for name, argument in instructions():
        if name == "FROM":
            found.append([])
        if found:
            found[-1].append((name, argument))
    return found


def ignored() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_bases_are_named_once_with_a_tag_and_can_be_given_by_digest() -> None:
    bases = dict(argument.split("=", 1) for name, argument in instructions() if name == "ARG")
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases["PYTHON"])
    # The same Python: the environment that is made with the one runs with the other.
    assert bases == {"PYTHON": bases["PYTHON"], "TOOLS": bases["PYTHON"].replace("-slim", "")}
    assert [stage[0][1].split()[0] for stage in stages()] == ["${TOOLS}", "libraries", "${PYTHON}"]
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert all(f"{name}={base}@sha256:<digest>" in text for name, base in bases.items())


def test_libraries_are_those_of_the_lock_and_nothing_is_compiled() -> None:
    [install] = [argument for name, argument in instructions() if "pip" in argument.split()]
    for option in ("--require-hashes", "--only-binary :all:", "-r /requirements.lock"):
        assert option in install
    assert not [one for one in instructions() if "apt-get" in one[1] or "curl" in one[1]]
    assert not [one for one in instructions() if one[0] == "ADD"]


def test_what_publishes_no_wheel_is_named_and_python_alone() -> None:
    [install] = [argument for name, argument in instructions() if "pip" in argument.split()]
    [name] = re.findall(r"--no-binary (\S+)", install)
    files = importlib.metadata.files(name)
    assert files
    assert not [one for one in files if one.suffix in (".so", ".pyd")]


@pytest.mark.skipif(sys.platform != "linux", reason="the image has the libraries of Linux")
def test_what_is_taken_out_is_there_and_has_a_reason() -> None:
    venv = Path(sys.prefix)
    assert [pattern for pattern, reason in trim.UNUSED if not reason] == []
    for pattern, _ in trim.UNUSED:
        inside = [one.relative_to(venv).parts[0] for one in trim.found(venv, pattern)]
        assert set(inside) <= {"lib", "share"}
    with pytest.raises(LookupError, match="gone/from/it: nothing is there"):
        trim.found(venv, "gone/from/it")


def test_numbers_can_be_written_in_all_languages_that_are_offered() -> None:
    assert set(trim.LOCALES) == {"root", *LANGUAGES}
    others = {one.stem for one in trim.other_locales(Path(sys.prefix))}
    assert others
    assert not others & set(trim.LOCALES)


def test_what_was_moved_about_is_not_stripped(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.13" / "site-packages"
    for name in ("one/_core.so", "one/libone.so.26", "one.libs/libtwo-1a2b.so.3", "one/core.py"):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).touch()
    assert [one.name for one in trim.with_symbols(tmp_path)] == ["_core.so", "libone.so.26"]


def test_who_runs_it_is_not_root_and_is_named_by_number() -> None:
    final = stages()[-1]
    assert [argument for name, argument in final if name == "USER"] == ["10001:10001"]
    names = [name for name, _ in final]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name in ("RUN", "COPY"))
    # Only the store may be replaced by that user.
    owned = [argument for name, argument in final if name == "COPY" and "--chown" in argument]
    assert owned == ["--from=store --chown=10001:10001 /store /store"]


def test_what_runs_gets_signals_and_tells_its_health() -> None:
    final = dict(stages()[-1])
    assert final["ENTRYPOINT"] == '["python", "-m", "s3dash"]'
    assert final["CMD"] == '["serve"]'
    assert not [one for one in instructions() if SHELL_FORM.match(" ".join(one))]
    assert '["python", "/app/deploy/health.py"]' in final["HEALTHCHECK"]
    assert all(argument.startswith("/") for name, argument in instructions() if name == "WORKDIR")


def test_nothing_secret_is_set() -> None:
    told = [argument for name, argument in instructions() if name in ("ENV", "ARG")]
    assert not re.search(r"(?i)secret|password|token|_key", " ".join(told))


def test_only_what_is_named_goes_in() -> None:
    first, *others = ignored()
    assert first == "*"
    allowed = [line[1:] for line in others if line.startswith("!")]
    assert [name for name in allowed if not (ROOT / name).exists()] == []
    assert not [
        name
        for name in (".git", ".venv", "tests", "benchmarks", "build", ".env", ".streamlit")
        if any(fnmatch(name, one) for one in allowed)
    ]


def test_all_that_the_program_names_goes_in() -> None:
    allowed = {line[1:].split("/")[0] for line in ignored() if line.startswith("!")}
    text = (ROOT / "s3dash" / "folders.py").read_text(encoding="utf-8")
    folders = set(re.findall(r'ROOT / "(\w+)"', text)) - {"build"}
    assert folders
    assert folders | {"app.py", "requirements.lock", ".streamlit"} <= allowed


class Health(http.server.BaseHTTPRequestHandler):
    answers: dict[str, int]

    def do_GET(self) -> None:
        self.send_response(self.answers.get(self.path, 404))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def answering(**answers: int) -> Iterator[str]:
    """A server that answers ``/path`` with a status; its port."""
    handler = type("Answers", (Health,), {"answers": {f"/{k}": v for k, v in answers.items()}})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_port)
        server.shutdown()


@pytest.mark.parametrize(
    ("base_path", "status", "expected"),
    [("", 200, 0), ("", 503, 1), ("/s3/", 200, 1)],
)
def test_the_health_of_the_container(base_path: str, status: int, expected: int) -> None:
    with answering(healthz=status) as port:
        settings = {"S3DASH_PORT": port, "S3DASH_BASE_PATH": base_path}
        # A proxy of the environment is not asked.
        settings["http_proxy"] = "http://127.0.0.1:9"
        done = subprocess.run(
            [sys.executable, str(ROOT / "deploy" / "health.py")],
            env=os.environ | settings,
            capture_output=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (expected, b"")
