"""The methods, chapter by chapter: `docs/methods/README.md` as a page."""

from functools import cache

from s3dash import folders

METHODS = folders.DOCS / "methods" / "README.md"
CHAPTERS = {
    # code in the link -> heading in the file
    "explorer": "The explorer (page Priorities)",
    "stages": "Stage progress",
    "region": "The profile of a region",
    "partnership": "A partnership",
    "platform": "The page of a platform",
    "compare": "Comparing territories",
    "linkages": "Linkages",
    "partners": "Partner finder",
}


@cache
def chapters() -> dict[str, str]:
    """Heading of each chapter -> its text in Markdown, headings one level below the page's own.

    What stands before the first chapter is under the heading of the file.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    is_code = False
    for line in METHODS.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            is_code = not is_code
        if line.startswith("# ") and not is_code:
            lines = found.setdefault(line[2:], [])
        else:
            lines.append(f"#{line}" if line.startswith("#") and not is_code else line)
    return {heading: "\n".join(text).strip() for heading, text in found.items()}
