"""Schemathesis against our own OpenAPI: what its description allows, and what it does not."""

import re
import subprocess
import tempfile
import venv
from pathlib import Path

from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import HOST, Server

SCHEMATHESIS = "schemathesis==4.32.5"
EXAMPLES, SEED = 4, 7
LEFT_OUT = "positive_data_acceptance,unsupported_method"
"""Checks that do not hold here: codes are refused that the base does not have, and the description
cannot name them all."""
REFUSED = """\
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "405", "414", "503"]
"""
"""How what is wrong is refused; without it Schemathesis takes 414, an address that is too long, for
an answer."""
_FAILURE = re.compile(r"(?m)^- (ST\d+ .*(?:\n(?!- |Reproduce).*)*?)\n\[")
_CALL = re.compile(r"(?m)^ +curl .*?(/api/\S*)")
_TRIED = re.compile(r"(\d+) generated")


def described(server: Server, tell: Progress) -> Tally:
    """Ask each address of the description with values at random.

    Schemathesis is installed into an environment of its own for the run, and is no requirement.
    """
    tally = Tally("calls from our OpenAPI")
    root = f"http://{HOST}:{server.port}/api"
    with tempfile.TemporaryDirectory() as folder:
        tell("schema: install schemathesis")
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        programs = place / "venv" / "bin"
        pip = [str(programs / "pip"), "install", "-q", SCHEMATHESIS]
        subprocess.run(pip, check=True, capture_output=True)
        (place / "schemathesis.toml").write_text(REFUSED, encoding="utf-8", newline="\n")
        tell("schema: ask")
        done = subprocess.run(
            [
                *(str(programs / "st"), "run", f"{root}/openapi.json", "--url", f"{root}/v1"),
                *("--phases", "fuzzing", "--max-examples", str(EXAMPLES), "--seed", str(SEED)),
                *("--workers", "1", "--no-color", "--exclude-checks", LEFT_OUT),
            ],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
    tried = _TRIED.search(done.stdout)
    tally.tried = int(tried[1]) if tried else 0
    if done.returncode:
        calls = [call[:200] for call in _CALL.findall(done.stdout)]
        told = [" ".join(text.split()) for text in _FAILURE.findall(done.stdout)]
        tally.failures = [f"{fault}: {call}" for fault, call in zip(told, calls, strict=False)] or [
            done.stdout[-500:] + done.stderr[-500:]
        ]
    return tally
