"""Why a territory and a partnership are close, in words and as three small bars."""

import re
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from s3dash.store.cells import is_missing
from s3dash.ui.look.text import plural

PARTS = {"theme_part": "Theme", "domain_part": "Domains", "word_part": "Words"}
NAMED_DOMAINS = 3
MANY = 3
"""More names than this are counted."""


def style() -> None:
    """The style of candidates and their reasons."""
    st.html(Path(__file__).with_name("reasons.css"))


def bars(row: dict[str, Any]) -> str:
    """The three parts, each 0 to 1, as bars with their figures."""
    return (
        "<dl class=s3-parts>"
        + "".join(_bar(name, row[part]) for part, name in PARTS.items())
        + ("</dl>")
    )


def _bar(name: str, value: Any) -> str:
    if is_missing(value):
        return f"<dt>{name}</dt><dd class=s3-muted>cannot be told</dd>"
    bar = f"<i style='width:{60 * value:.0f}%'></i>" if value else ""
    return f"<dt>{name}</dt><dd>{bar} {value:.2f}</dd>"


def reason(row: dict[str, Any], theme: str) -> str:
    """The reason in words, as HTML; ``row`` as `queries.candidates` gives it."""
    return " ".join(
        piece for piece in (_theme(row, theme), _domains(row), _text(row), _around(row)) if piece
    )


def _theme(row: dict[str, Any], theme: str) -> str:
    count = row["theme_priorities"]
    if not count:
        return f"No documented priority on the {escape(theme)} theme."
    return f"<b>{plural(count, 'documented priority')}</b> on the {escape(theme)} theme."


def _domains(row: dict[str, Any]) -> str:
    if not row["shared_domains"]:
        return ""
    # Each ends with its members in brackets: a label may have a semicolon of its own.
    names = re.split(r"(?<=\)); ", row["domains"])
    more = f" and {len(names) - NAMED_DOMAINS} more" if len(names) > NAMED_DOMAINS else ""
    return (
        f"<b>{plural(row['shared_domains'], 'economic domain')}</b> shared with members: "
        f"{escape('; '.join(names[:NAMED_DOMAINS]))}{more}."
    )


def _text(row: dict[str, Any]) -> str:
    if is_missing(row["best_title"]):
        return ""
    words = ", ".join(f"<b>{escape(word)}</b>" for word in row["words"].split(", "))
    return f"Closest text: “{escape(row['best_title'])}” ({row['best_period']}), with {words}."


def _around(row: dict[str, Any]) -> str:
    told = []
    for names, where in (
        (row.get("members_in"), "which lies in it"),
        (row.get("members_above"), "in which it lies"),
    ):
        if is_missing(names):
            continue
        listed = str(names).split("; ")
        named = "; ".join(listed[:MANY]) + (
            f" and {len(listed) - MANY} more" if len(listed) > MANY else ""
        )
        is_one = len(listed) == 1
        are = "is a member" if is_one else "are members"
        where = where if is_one else where.replace("lies in it", "lie in it")
        told.append(f"{escape(named)}, {where}, {are} already.")
    return " ".join(told)
