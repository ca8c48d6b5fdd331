"""Where the project's folders are: the one place that counts steps up from a file."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
BOUNDARIES = DATA / "boundaries" / "nuts-2021.parquet"
BUILD = ROOT / "build"
DOCS = ROOT / "docs"
PAGES = ROOT / "pages"
STATIC = ROOT / "static"
FONTS = STATIC / "fonts"
MAPS = STATIC / "maps"
TEXT = ROOT / "s3dash" / "text"
UI = ROOT / "s3dash" / "ui"
