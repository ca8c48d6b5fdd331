"""What a page needs soon after it is opened, for a browser that has nothing of it yet."""

from pathlib import Path

from s3dash import folders
from s3dash.ui.shell.registry import PageSpec
from s3dash.web.chunks import scripts_of
from s3dash.web.document import Preload
from s3dash.web.static_files import map_url, script_url, style_url

EVERYWHERE = ("Html", "BidiComponent", "PageLink")
"""Kinds of element that stand on every page."""
FIRST = (
    *("shell/history.js", "shell/connection.js", "shell/assist.js", "shell/search.js"),
    "shell/present.js",
)
"""Scripts of ours that run before Streamlit's own, since they change what those find."""
AT_THE_START = ("ButtonGroup", "TextInput")
"""Kinds of element that the start page has above its map."""


def preloads(spec: PageSpec, streamlit: Path) -> list[Preload]:
    """What a browser shall fetch beside the scripts that Streamlit's page names.

    Parameters
    ----------
    streamlit : Path
        The folder `static` in Streamlit's own package.
    """
    is_start = not spec.url_path
    kinds = (*EVERYWHERE, *AT_THE_START) if is_start else EVERYWHERE
    scripts = [
        *scripts_of(streamlit, kinds),
        script_url("shell/links.js"),
        script_url("shell/page.js"),
    ]
    found = [Preload(style_url("look/style.css"), "style")]
    if is_start:
        scripts += [script_url("parts/chooser.js"), script_url("maps/map.js")]
        found.append(Preload(style_url("parts/chooser.css"), "style"))
        maps = sorted(file.name for file in folders.MAPS.glob("*.json"))
        found += [Preload(map_url(name), "data") for name in maps]
    return [
        *(Preload(script_url(name), "first script") for name in FIRST),
        *(Preload(address, "script") for address in scripts),
        *found,
    ]
