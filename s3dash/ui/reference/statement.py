"""The page Accessibility: the statement of `docs/accessibility.md`, whose rows name the tests."""

from functools import cache

from s3dash import folders


@cache
def statement() -> tuple[str, str]:
    """What stands before its first chapter, and the chapters, in Markdown."""
    text = (folders.DOCS / "accessibility.md").read_text(encoding="utf-8")
    introduction, _, rest = text.partition("\n## ")
    return introduction.partition("\n")[2].strip(), f"## {rest}"
