"""Write the table of settings in ``docs/operations.md`` from `s3dash/settings.py`.

python -m scripts.settings_docs
"""

import re

from s3dash import settings
from s3dash.folders import DOCS

FILE = DOCS / "operations.md"
_TABLE = re.compile(
    r"\| setting \| what it does \| unset \|\n\|---\|---\|---\|\n(?:\| `S3DASH_.*\n)+"
)


def document(text: str) -> str:
    """The document with the table as the settings are now."""
    written, count = _TABLE.subn(lambda _: f"{settings.table()}\n", text)
    assert count == 1, f"{FILE.name} has {count} tables of settings"
    return written


if __name__ == "__main__":
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(settings.SETTINGS)} settings")
