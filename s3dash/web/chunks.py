"""Which of Streamlit's scripts draw what a page begins with, so that they come in time.

Streamlit's page names the scripts that it starts with; each kind of element has one of its own,
which the browser would learn of only when the first is drawn, and what that one imports later yet.
"""

import re
from collections.abc import Sequence
from pathlib import Path

_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


def scripts_of(folder: Path, elements: Sequence[str]) -> list[str]:
    """Addresses of the scripts of some kinds of element and of all that they import.

    Those that Streamlit's page names itself are left out, and a kind that this version of
    Streamlit does not have.

    Parameters
    ----------
    folder : Path
        The folder `static` in Streamlit's own package.
    elements : sequence of str
        Names as the files begin with them, such as ``Selectbox``.
    """
    index = (folder / "index.html").read_text(encoding="utf-8")
    scripts = folder / "static" / "js"
    waiting = [file.name for name in elements for file in sorted(scripts.glob(f"{name}.*.js"))[:1]]
    found: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name not in found and f"./static/js/{name}" not in index:
            found.append(name)
            waiting += _IMPORT.findall((scripts / name).read_text(encoding="utf-8"))
    return [f"static/js/{name}" for name in found]
