"""Write ``docs/links.md``, the parameters of links, from the table that the pages read them by.

python -m scripts.link_docs
"""

from __future__ import annotations

from urllib.parse import urlencode

from s3dash.folders import ROOT
from s3dash.ui.address.kinds import Kind, Parameter, Spelling, Unknown
from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.shell.registry import PAGES, PageSpec

FILE = ROOT / "docs/links.md"
HEAD = """\
# Links

<!-- Written by `make link-docs` from `s3dash/ui/address/parameters.py`: change that. -->

Everything a reader sets is in the address of the page. A link may be written by hand: parameters
in any order, each left out where its default is meant. A name that no page reads is ignored and
told; `embed`, `embed_options` and `data_version` (of a permanent link, see
[link-policy.md](link-policy.md)) are let pass. What belongs to another page, and what mailings,
advertisements and social networks add to follow a reader (`utm_...`, `fbclid`, `gclid`, `mc_eid`
and the like), is taken out without a word: no file, correction or sheet carries it. These name
the day of a dated view (`asof`) also where it is today and the address is silent. An empty value
is as none. Of a parameter that takes one value and is named several times, the last value that is
known counts.

"""
COLUMNS = ("Parameter", "Value", "Default", "Unknown value", "Meaning", "Example")
CODES = {Spelling.CODE: "code", Spelling.LABEL: "label", Spelling.EXACT: "exact code"}
"""What the document calls a way to write a code."""
UNKNOWN = {Unknown.TOLD: "told", Unknown.QUIET: "ignored", Unknown.NONE: "none"}
"""What the document calls the fate of an unknown value."""


def example(spec: PageSpec, one: Parameter) -> dict[str, str]:
    """Parameters of a link to a page in which this one counts; empty: this base has no value."""
    if not one.example:
        return {}
    subjects = {p.name: p.example for p in PARAMETERS[spec.key] if p.is_subject}
    view = {"view": one.views[0]} if one.views else {}
    name = one.name.replace("weight-*", "weight-human-resources").replace("w_*", "w_match")
    return subjects | view | {name: one.example}


def document() -> str:
    """The whole file."""
    words = [
        "How a code is written:\n",
        *(f"- *{name}*: {way.value}" for way, name in CODES.items()),
        "\nWhat an unknown value gets:\n",
        *(f"- *{name}*: {fate.value}" for fate, name in UNKNOWN.items()),
    ]
    return HEAD + "\n".join(words) + "\n\n" + "\n".join(_section(each) for each in _alike())


def _alike() -> list[list[PageSpec]]:
    """The pages, those with the very same parameters together."""
    groups: dict[tuple[Parameter, ...], list[PageSpec]] = {}
    for spec in PAGES:
        groups.setdefault(PARAMETERS[spec.key], []).append(spec)
    return list(groups.values())


def _section(pages: list[PageSpec]) -> str:
    title = ", ".join(f"{spec.title} (`/{spec.url_path}`)" for spec in pages)
    parameters = PARAMETERS[pages[0].key]
    if not parameters:
        return f"## {title}\n\nReads no parameter.\n"
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(_row(pages[0], one) for one in parameters)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    kept = [f"`{one.name}`" for one in parameters if one.is_restored]
    told = f"\n\nThere again for who comes back to the page: {', '.join(kept)}." if kept else ""
    return f"## {title}\n\n{table}{told}\n"


def _row(spec: PageSpec, one: Parameter) -> tuple[str, ...]:
    link = example(spec, one)
    address = f"`/{spec.url_path}?{urlencode(link, safe=':,')}`" if link else ""
    names = " or ".join(f"`{name}`" for name in one.names)
    views = f" In view {', '.join(f'`{view}`' for view in one.views)}." if one.views else ""
    default = f"`{one.default}`" if one.default else "none"
    return (names, _value(one), default, UNKNOWN[one.unknown], one.meaning + views, address)


def _value(one: Parameter) -> str:
    codes = CODES[one.spelling]
    if one.kind is Kind.ONE:
        return f"one {codes}"
    return f"{codes}s, each named anew" if one.kind is Kind.MANY else one.kind.value


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8", newline="\n")
    print(f"{FILE.relative_to(ROOT)}: {sum(map(len, PARAMETERS.values()))} parameters")
