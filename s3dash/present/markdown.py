"""Markdown that people wrote, as plain blocks: no HTML of theirs, no pictures, no live links."""

from __future__ import annotations

from functools import cache
from typing import Any

from s3dash.present.content import Block, Run

MOST_BLOCKS = 12
MOST_LETTERS = 700
"""What a screen holds; the rest is cut and marked."""


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def blocks_of(text: str) -> tuple[Block, ...]:
    """Paragraphs, headings, points of lists and quotations; bold and italic letters."""
    found: list[Block] = []
    lists: list[int] = []
    depth, kind, mark = 0, "paragraph", ""
    for token in _reader().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrGet("start") or 1)
            lists.append(start if token.type == "ordered_list_open" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = f"{lists[-1]}." if lists[-1] else "•"
            lists[-1] += 1 if lists[-1] else 0
        elif token.type == "blockquote_open":
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
        elif token.type in ("heading_open", "paragraph_open"):
            kind = "heading" if token.type == "heading_open" else "paragraph"
            kind = "quote" if depth else "point" if lists else kind
        elif token.type == "inline":
            runs = tuple(_runs(token.children or []))
            if any(run.text.strip() for run in runs):
                found.append(Block(kind, runs, mark if kind == "point" else ""))
                mark = ""
        elif token.type in ("fence", "code_block") and token.content.strip():
            found.append(Block("code", (Run(token.content.strip()),)))
    return _fitting(found)


def _runs(tokens: list[Any]) -> list[Run]:
    strong = emphasised = 0
    runs = []
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        emphasised += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        text = "\n" if token.type == "hardbreak" else " " if token.type == "softbreak" else ""
        text = text or (token.content if token.type in ("text", "code_inline") else "")
        if text:
            runs.append(Run(text, strong > 0, emphasised > 0))
    return runs


def _fitting(blocks: list[Block]) -> tuple[Block, ...]:
    """As many as a screen holds; what is cut is marked."""
    kept: list[Block] = []
    left = MOST_LETTERS
    for block in blocks[:MOST_BLOCKS]:
        if len(block.text) > left:
            if left > 20:
                words = block.text[: left - 1].rpartition(" ")[0]
                kept.append(Block(block.kind, (Run(f"{words}…"),), block.mark))
            break
        kept.append(block)
        left -= len(block.text) + 20
    return tuple(kept)
