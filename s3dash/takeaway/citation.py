"""How to cite a view: as text (APA), BibTeX, RIS; always with the version of the data."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

AUTHOR = "s3dash contributors"
"""As in CITATION.cff; a test compares."""
_TEX = {
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}


@dataclass(frozen=True)
class Cited:
    """A view: its title, the data package it is of, its address with the version of the data.

    ``published``: day that the store was built; ``seen``: day that the reader saw it.
    """

    title: str
    package: str
    version: str
    address: str
    published: date
    seen: date

    def apa(self) -> str:
        """The citation as text, after the rules of the APA (7th edition) for data sets."""
        return (
            f"{AUTHOR}. ({self.published.year}). {_line(self.title)} [Data set]. In {self.package} "
            f"(Version {self.version}). Retrieved {_day(self.seen)}, from {self.address}"
        )

    def bibtex(self) -> str:
        """A record for BibTeX."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.published.year),
            "version": _tex(self.version),
            "howpublished": f"Data set, {_tex(self.package)}",
            # As it is: the package url breaks it, and takes every letter.
            "url": re.sub(r"[{}\s]", "", self.address),
            "urldate": self.seen.isoformat(),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        digest = hashlib.sha256(self.address.encode("utf-8", "replace")).hexdigest()[:8]
        return f"@misc{{s3dash-{self.published.year}-{digest},\n{lines}\n}}\n"

    def ris(self) -> str:
        """A record for Zotero, EndNote and others (RIS)."""
        fields = [
            ("TY", "DATA"),
            ("AU", AUTHOR),
            ("TI", _line(self.title)),
            ("T2", self.package),
            ("ET", self.version),
            ("PY", str(self.published.year)),
            ("DA", f"{self.published:%Y/%m/%d}"),
            ("Y2", f"{self.seen:%Y/%m/%d}"),
            ("UR", _line(self.address)),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {text}\r\n" for tag, text in fields)


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _line(text))


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
