"""The plain commands of the README run where Linux's own calls and UTF-8 consoles are missing."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from s3dash import folders

SOURCES = [
    folders.ROOT / "app.py",
    *(
        file
        for folder in ("s3dash", "pages", "scripts", "benchmarks")
        for file in sorted((folders.ROOT / folder).rglob("*.py"))
    ),
]
# What one of Linux, macOS and Windows does not have; the two others have what is left.
TAKEN_AWAY = """
import json, os, signal, sys, warnings
for name in ("sched_getaffinity", "sched_setaffinity", "fork", "killpg",
             "pread", "mkfifo", "statvfs", "getloadavg", "posix_fadvise", "setsid"):
    vars(os).pop(name, None)
for name in ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1"):
    vars(signal).pop(name, None)
warnings.filterwarnings("error", category=EncodingWarning, module="s3dash")
opened = os.open
def no_folders(path, *more, **named):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", str(path))
    return opened(path, *more, **named)
os.open = no_folders
from s3dash.__main__ import main
for arguments in json.loads(sys.argv[1]):
    if code := main(arguments):
        sys.exit(code)
    print("\\f", end="")
"""


def elsewhere(*commands: list[str]) -> list[str]:
    """What commands print on another system: its calls are missing, the console has cp1252.

    They run one after the other in one process, since it is the start of one that takes long.
    """
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", TAKEN_AWAY, json.dumps(commands)],
        capture_output=True,
        cwd=folders.ROOT,
        encoding="cp1252",
        env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *printed, rest = done.stdout.split("\f")
    assert (len(printed), rest) == (len(commands), "")
    return printed


def test_a_store_is_built_and_opens_and_letters_that_the_console_lacks_are_shown_as_codes(
    tmp_path: Path,
) -> None:
    at = ["--store", str(tmp_path / "s3.duckdb")]
    _, _, info, similar, _, for_programs = elsewhere(
        ["build", *at],
        ["check"],
        ["info", *at],
        ["similar", "PL21", *at],
        ["partners", "ITC4", *at],
        ["similar", "PL21", "--json", *at],
    )
    assert {file.name for file in tmp_path.iterdir()} == {"s3.duckdb", "s3.duckdb.versions"}
    assert "Known gaps" in info
    assert "\\u" in similar
    assert {ord(letter) > 255 for row in json.loads(for_programs) for letter in row["name"]} == {
        True,
        False,
    }


WRITERS = {"write_text", "read_text", "open", "NamedTemporaryFile", "TemporaryFile", "fdopen"}


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name, node


def unsaid(name: str, call: ast.Call) -> set[str]:
    """What a call that reads or writes a text leaves to the system."""
    named = {keyword.arg for keyword in call.keywords}
    modes = [
        argument.value
        for argument in (*call.args, *(k.value for k in call.keywords if k.arg == "mode"))
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    is_text = name in {"write_text", "read_text"} or (
        name in WRITERS and any(set(mode) <= set("rwax+t") for mode in modes)
    )
    wanted = {"encoding"} if is_text else set()
    if name == "write_text":
        wanted.add("newline")
    return wanted - named


def test_texts_have_an_encoding_and_their_own_line_ends() -> None:
    """Without them both differ from system to system."""
    assert not [
        f"{file.name}:{call.lineno} {name}: {missing}"
        for file in SOURCES
        for name, call in calls(file)
        if (missing := unsaid(name, call))
    ]


def test_dates_are_written_without_codes_of_one_system() -> None:
    codes = re.compile(r"%[-#][a-zA-Z]|%e ")
    texts = {file.name: file.read_text(encoding="utf-8") for file in SOURCES}
    assert not [name for name, text in texts.items() if "strftime" in text and codes.search(text)]
