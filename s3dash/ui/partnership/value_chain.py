"""The view of a partnership with its members along a value chain, and the gaps."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships.capability import PERIODS
from s3dash.queries.partnerships.value_chain import GAP, ONE, ValueChain, value_chain
from s3dash.ui.address import filters
from s3dash.ui.look.text import plural
from s3dash.ui.partnership.shared import note_inferred
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

OPEN = 6
"""Members of a link that stand open; the others are behind a click."""
MOST_DOMAINS = 3
OF_THE_CHAIN = ("link", "standing", "elsewhere", "domains", "titles", "is_own", "reason")
"""Columns that mean something else in other files."""


def show(record: dict[str, Any]) -> None:
    """The links of the chain as columns, the members in each with why, the gaps named."""
    identifier = str(record["partnership_id"])
    st.header("Along the value chain", anchor=False)
    note_inferred(identifier)
    with st.container(key="filters"), st.columns(4)[0]:
        period = filters.choose_one("Period", "period", PERIODS)
    chain = answer(value_chain, identifier, period)
    if chain.links.empty:
        st.info("No value chain is described in this base.", icon=":material/info:")
        return
    st.html(f"<div class='s3 s3-summary'>{_summary(chain)}</div>")
    sections = "".join(_link(link, chain) for link in _records(chain.links))
    links.linked_html(f"<div class=s3-chain>{sections}</div>", key="value_chain")
    chrome.note(
        "Where an economic domain stands along a chain is our own judgement (tables chain_link and "
        "domain_link of the data package), not a standard, and open to correction. A member stands "
        "in every link in which one of its priorities has a domain; priorities on the theme of the "
        "partnership's platform count. A gap is about what we hold: lists are partial."
    )
    _unplaced(chain)
    tables.take_away(
        lambda: _flat(chain),
        title=f"Value chain of {record['name']}",
        filters=f"partnership {identifier}; {PERIODS[period]}; priorities on the platform's theme",
        file_name=f"{identifier}-value-chain",
        key="chain_take",
        sources="derived from the tables membership, priority, priority_domain, priority_platform "
        "and, our own judgement, domain_link of the data package",
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _summary(chain: ValueChain) -> str:
    """Which links no member stands in, which one alone."""
    if chain.cards.empty:
        return (
            "<p>No member has a documented priority that stands in a link. Below: who else has.</p>"
        )
    members = chain.cards["territory_id"].nunique()
    told = f"<p><b>{plural(members, 'member')}</b> with documented priorities along the chain. "
    told += (
        f"<b>Gaps</b>: {escape(', '.join(chain.gaps))}."
        if chain.gaps
        else "No link is without a member."
    )
    alone = chain.links[chain.links["standing"] == ONE]["link_id"]
    named = [
        f"{escape(card['link'])} ({escape(card['name'])})"
        for card in _records(
            chain.cards.merge(
                chain.links[["link_id", "name"]].rename(columns={"name": "link"}), on="link_id"
            )
        )
        if card["link_id"] in set(alone)
    ]
    return told + (f" <b>One member only</b>: {', '.join(named)}." if named else "") + "</p>"


def _link(link: dict[str, Any], chain: ValueChain) -> str:
    cards = _records(chain.cards[chain.cards["link_id"] == link["link_id"]])
    head = (
        f"<h3>{escape(link['name'])} <b>{link['members']}</b></h3>"
        f"<p class=s3-muted>{escape(link['definition'])}</p>"
    )
    items = [_card(card) for card in cards]
    body = f"<ul>{''.join(items[:OPEN])}</ul>" if items else "<p><b>No member documented.</b></p>"
    if more := items[OPEN:]:
        body += f"<details><summary>{len(more)} more</summary><ul>{''.join(more)}</ul></details>"
    kind = " class=s3-gap" if link["standing"] == GAP else ""
    return f"<section{kind}>{head}{body}{_others(link)}</section>"


def _card(card: dict[str, Any]) -> str:
    domains = card["domains"]
    told = "; ".join(domains[:MOST_DOMAINS]) + ("; …" if len(domains) > MOST_DOMAINS else "")
    lead = f" <span class=s3-muted>{card['role']}</span>" if card["role"] != "participant" else ""
    return (
        f"<li>{links.link('region', 'territory', card['territory_id'], card['name'])}{lead}"
        f"<br><span class=s3-muted>{escape(told)}</span><br>{escape(card['reason'])}</li>"
    )


def _others(link: dict[str, Any]) -> str:
    """Who stands there and is no member: named where members are none or one."""
    if link["standing"] not in (GAP, ONE) or not link["elsewhere"]:
        return ""
    named = ", ".join(
        links.link("region", "territory", other["territory_id"], other["name"])
        for other in link["others"]
    )
    more = link["elsewhere"] - len(link["others"])
    rest = f" and {more} more" if more else ""
    return f"<p class=s3-elsewhere><b>Elsewhere</b>: {named}{rest}</p>"


def _unplaced(chain: ValueChain) -> None:
    if len(chain.unplaced):
        named = ", ".join(
            row["name"]
            + (f" ({plural(row['priorities'], 'priority')})" if row["priorities"] else "")
            for row in _records(chain.unplaced)
        )
        chrome.note(
            f"In no link, since no priority on the theme is documented for them, or none with a "
            f"domain that stands in one: {named}."
        )


def _flat(chain: ValueChain) -> pd.DataFrame:
    """One row a member and link; a gap has one row without a member."""
    heads = chain.links[["position", "link_id", "name", "standing", "elsewhere"]]
    cards = chain.cards.rename(columns={"name": "territory"})
    flat = heads.rename(columns={"name": "link"}).merge(cards, on="link_id", how="left")
    for column in ("domains", "titles"):
        flat[column] = ["; ".join(c) if isinstance(c, list) else None for c in flat[column]]
    return flat.rename(columns={name: f"chain_{name}" for name in OF_THE_CHAIN})
