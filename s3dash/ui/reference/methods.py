"""The methods, chapter by chapter: the files of `docs/methods` as a page.

`README.md` has the introduction and the list of chapters, in their order. The name of a chapter's
file is its code in the link.
"""

import re
from functools import cache

from s3dash import folders

METHODS = folders.DOCS / "methods"
_ENTRY = re.compile(r"^- \[(?P<heading>.+)\]\((?P<code>.+)\.md\)$", re.MULTILINE)
_INTRODUCTION, _CONTENTS = (METHODS / "README.md").read_text(encoding="utf-8").split("## Chapters")

CHAPTERS = {entry["code"]: entry["heading"] for entry in _ENTRY.finditer(_CONTENTS)}
"""Code of each chapter in the link -> its heading."""


def introduction() -> str:
    """What stands before the first chapter, in Markdown."""
    return _below_its_heading(_INTRODUCTION)


@cache
def chapter_text(code: str) -> str:
    """The text of a chapter in Markdown."""
    return _below_its_heading((METHODS / f"{code}.md").read_text(encoding="utf-8"))


def _below_its_heading(text: str) -> str:
    """The text of a file without its own heading, which the page shows; others one level down."""
    lines = []
    is_code = False
    for line in text.splitlines()[1:]:
        if line.startswith("```"):
            is_code = not is_code
        lines.append(f"#{line}" if line.startswith("#") and not is_code else line)
    return "\n".join(lines).strip()
