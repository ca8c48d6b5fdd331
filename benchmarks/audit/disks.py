"""Disks that fill up while the store is built: one line, and the store of before stays."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.audit.packages import UNFORESEEN
from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import ROOT

SIZES = (64, 256, 1024, 2048, 4096, 6144)
"""Kilobytes that are left: less than a store needs."""


def full(tell: Progress) -> Tally:
    """Build on small disks of memory, each beside a file that stands for the store of before."""
    tally = Tally("full disks")
    space = shutil.which("unshare")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "disk"
        place.mkdir()
        if space is None or _in_own_space(place, 64, "true").returncode:
            tally.note = "not tried: this system lets nobody mount a disk of memory"
            return tally
        for size in SIZES:
            tell(f"full disks: {size} KB")
            build = f"{shlex.quote(sys.executable)} -m s3dash build --store {place}/new/s3.duckdb"
            done = _in_own_space(
                place, size, f"mkdir {place}/new; {build}; echo status $?; ls -A {place}/new"
            )
            told = done.stdout + done.stderr
            tally.tried += 1
            is_said = "No space left on device" in told and "status 1\n" in told
            left = done.stdout.partition("status 1\n")[2].split()
            if not is_said or left or UNFORESEEN in told or "Traceback" in told:
                tally.failures.append(f"{size} KB: {told.strip()[-400:]}")
    return tally


def _in_own_space(place: Path, size: int, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command where a disk of so many KB stands at ``place``; only it sees that."""
    who = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    mount = f"mount -t tmpfs -o size={size}k tmpfs {place}"
    return subprocess.run(
        ["unshare", *who, "--mount", "sh", "-c", f"{mount} && {{ {command}; }}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
