"""Make the font of the icons small: `make icons`. Only the icons that can be on screen stay.

Streamlit's has nearly 4,000 icons, and is the largest file of a first visit. Written are
`static/fonts/icons.woff2` and, beside it, what it was made from and which icons it has.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import streamlit
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from s3dash import folders
from s3dash.web.icons import FONT, FONT_PATTERN, RECORD, icons_of_ours, icons_of_streamlit

STREAMLIT = Path(streamlit.__file__).parent
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_ "


def main() -> None:
    """Write the font and its record."""
    [source] = STREAMLIT.glob(FONT_PATTERN)
    font = TTFont(source)
    known = dict(_ligatures(font))
    # Streamlit's scripts name a few that its font has not, in their own documentation.
    named = icons_of_ours() | icons_of_streamlit(STREAMLIT)
    wanted = {name: known[name] for name in sorted(named) if name in known}
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    # Else every icon stays whose name can be written with these letters.
    options.layout_closure = False
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS, glyphs=list(wanted.values()))
    subsetter.subset(font)
    font.flavor = "woff2"
    folders.FONTS.mkdir(exist_ok=True)
    font.save(FONT)
    record = {
        "made_from": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "title": "Material Symbols Rounded, some of its icons",
        "licence": "Apache-2.0",
        "source_url": "https://github.com/google/material-design-icons",
        "icons": list(wanted),
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(wanted)} icons, {FONT.stat().st_size:,} bytes of {source.stat().st_size:,}")


def _ligatures(font: TTFont) -> Iterator[tuple[str, str]]:
    """Name of each icon, as it is written, and its glyph."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, found in getattr(table, "ExtSubTable", table).ligatures.items():
                for one in found:
                    name = "".join(letters.get(each, "\0") for each in (first, *one.Component))
                    if re.fullmatch(r"[a-z0-9_]+", name):
                        yield name, one.LigGlyph


if __name__ == "__main__":
    main()
