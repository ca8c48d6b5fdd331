"""The font of the icons, with those that can be on screen instead of all that there are."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from s3dash import folders

FONT = folders.FONTS / "icons.woff2"
RECORD = folders.FONTS / "icons.json"
FONT_PATTERN = "static/static/media/MaterialSymbols-Rounded.*.woff2"
"""Where Streamlit's font is, below the folder of its package."""
_NAMED = re.compile(r":material/([a-z0-9_]+)")


@cache
def replaced() -> str:
    """The name of the file of Streamlit's that `FONT` stands for.

    It carries a digest of its content: of another version of Streamlit, it has another name, and
    is sent as it is.
    """
    made_from: str = json.loads(RECORD.read_text(encoding="utf-8"))["made_from"]
    return f"media/{made_from}"


def icons_of_ours() -> set[str]:
    """Names of all icons that our pages and texts ask for."""
    files = [folders.ROOT / "app.py"]
    for folder, endings in (
        (folders.PAGES, ("py",)),
        (folders.ROOT / "s3dash", ("py", "js", "css", "md")),
        (folders.DOCS, ("md",)),
    ):
        files += [file for ending in endings for file in folder.rglob(f"*.{ending}")]
    return _named(files)


def icons_of_streamlit(streamlit: Path) -> set[str]:
    """Names of all icons that Streamlit's own scripts and elements ask for.

    Parameters
    ----------
    streamlit : Path
        The folder of Streamlit's package.
    """
    return _named([*streamlit.glob("static/static/js/*.js"), *streamlit.glob("elements/**/*.py")])


def _named(files: Iterable[Path]) -> set[str]:
    return {name for file in files for name in _NAMED.findall(file.read_text(encoding="utf-8"))}
