"""Files as people send them: what each really is, and why some are not opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from s3dash.steward.sheets import Sheet
from s3dash.steward.texts import sheet_of_text
from s3dash.steward.workbooks import DAMAGED, read_workbook

MOST_BYTES = 50 * 1024**2
"""Bytes of a file: 100,000 rows need a tenth of it."""
MOST_UNPACKED = 400 * 1024**2
"""Bytes of a workbook once it is unpacked."""
MOST_RATIO = 200
"""A workbook of text packs to a tenth or a twentieth; far more is a trap for the memory."""
SMALL = 20 * 1024**2
"""Unpacked bytes up to which the ratio does not matter."""
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the older Office files, and of newer ones that have a password."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SIGNATURES = {
    b"%PDF": "is a PDF, whatever its name says: ask for the spreadsheet that it was made of",
    b"\x89PNG": "is a picture: ask for the spreadsheet",
    b"\xff\xd8\xff": "is a picture: ask for the spreadsheet",
    b"{\\rtf": "is a text document, not a table",
    b"\x1f\x8b": "is a packed file: unpack it and import what is inside",
    b"7z\xbc\xaf": "is a packed file: unpack it and import what is inside",
    b"Rar!": "is a packed file: unpack it and import what is inside",
}
HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")


def read_file(path: Path, name: str | None = None) -> list[Sheet]:
    """Read all sheets of a file; one that cannot be read is a sheet with a ``fault``.

    ``name`` is the name that the file goes by in reports; without it, the file's own.
    """
    shown = shown_name(name or path.name)
    try:
        if not path.is_file():
            missing = "is a folder" if path.is_dir() else "is not there"
            return [Sheet(shown, "", fault=missing)]
        size = path.stat().st_size
        if size > MOST_BYTES:
            fault = f"has {size / 1024**2:,.0f} MB; at most {MOST_BYTES // 1024**2} MB are read"
            return [Sheet(shown, "", fault=fault)]
        content = path.read_bytes()
    except OSError as error:
        return [Sheet(shown, "", fault=f"cannot be read: {error.strerror}")]
    return read_bytes(content, shown)


def shown_name(name: str) -> str:
    """A name of a file as it goes by in reports and in the log: one line, and all of it text."""
    return "".join(letter if letter.isprintable() else "_" for letter in name)


def read_bytes(content: bytes, name: str) -> list[Sheet]:
    """Read all sheets of a file whose bytes are at hand."""
    if fault := _fault(content):
        return [Sheet(name, "", fault=fault)]
    if content.startswith((ZIP, COMPOUND)):
        return read_workbook(content, name)
    return [sheet_of_text(content, name)]


def _fault(content: bytes) -> str | None:
    """Why a file is not opened, from its first bytes and what a workbook says of itself."""
    if not content.strip():
        return "is empty"
    for signature, fault in SIGNATURES.items():
        if content.startswith(signature):
            return fault
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(HTML) or (head.startswith(b"<?xml") and b"<html" in head):
        return "is a web page, whatever its name says: save the table itself and send that"
    if head.startswith(b"<?xml"):
        return "is XML, not a table: save it as a workbook or as CSV"
    if content.startswith(EMPTY_ZIP):
        return "is a workbook without anything in it"
    if content.startswith(COMPOUND) and ENCRYPTED in content:
        return "has a password: save it without one and send it again"
    return _trap(content) if content.startswith(ZIP) else None


def _trap(content: bytes) -> str | None:
    """Why a packed file is not unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if any(member.flag_bits & 1 for member in members):
                return "has a password: save it without one and send it again"
            unpacked = sum(member.file_size for member in members)
            if unpacked > MOST_UNPACKED or (
                unpacked > SMALL and unpacked > MOST_RATIO * len(content)
            ):
                return (
                    f"would unpack to {unpacked / 1024**2:,.0f} MB "
                    f"from {len(content) / 1024**2:.1f} MB: not opened"
                )
            if "META-INF/manifest.xml" in names:
                manifest = archive.read("META-INF/manifest.xml")
                if b"encryption-data" in manifest:
                    return "has a password: save it without one and send it again"
            elif "word/document.xml" in names:
                return "is a text document, not a table"
            elif "ppt/presentation.xml" in names:
                return "is a presentation, not a table"
            elif "Index/Document.iwa" in names:
                return "is a file of Numbers: export it as Excel or CSV and send that"
            elif "[Content_Types].xml" not in names and "mimetype" not in names:
                return "is a packed file: unpack it and import what is inside"
    except DAMAGED:
        return "is damaged: it begins like a workbook and does not go on like one"
    return None
