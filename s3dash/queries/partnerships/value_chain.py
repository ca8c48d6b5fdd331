"""Where the members of a partnership stand along a value chain, by their priorities' domains.

The links of the chain and the domains that stand in each are data of ours (``chain_link``,
``domain_link``): an editorial mapping that a steward can change, no standard.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from s3dash.queries.partnerships.capability import COUNTED
from s3dash.store.connection import Store

MOST_TITLES = 2
"""Most priorities that the reason of a card names."""
MOST_OTHERS = 5
"""Most territories elsewhere that a gap names."""
GAP, ONE, SEVERAL = "gap", "one", "several"

_PLACED = f"""
    {COUNTED}, placed AS (
        SELECT DISTINCT priority_id, link_id, domain_code
        FROM counted JOIN priority_domain USING (priority_id)
        JOIN domain_link USING (domain_code)
    )"""


@dataclass(frozen=True)
class ValueChain:
    """A partnership along a chain.

    Attributes
    ----------
    links : pandas.DataFrame
        One row a link, in the order of the chain: ``link_id, name, position, definition, members``
        (that stand in it), ``standing`` (``gap``: none, ``one``, ``several``), ``elsewhere``
        (territories that are no members and stand in it), ``others`` (those of them with the most
        such priorities, a list of dicts ``territory_id, name, priorities``).
    cards : pandas.DataFrame
        One row a member and link: ``link_id, territory_id, name, country, role, priorities``
        (number), ``domains`` (labels, most priorities first), ``titles`` (the newest of them,
        at most `MOST_TITLES`), ``is_own`` (False: only territories above or in it have them),
        ``reason`` (in words). Lead first, then by name.
    unplaced : pandas.DataFrame
        Members in no link: ``territory_id, name, country, role, priorities`` (that count, all of
        domains without a link; or 0).
    """

    links: pd.DataFrame
    cards: pd.DataFrame
    unplaced: pd.DataFrame

    @property
    def gaps(self) -> list[str]:
        """Names of the links in which no member stands."""
        return [str(name) for name in self.links.loc[self.links["standing"] == GAP, "name"]]


def value_chain(store: Store, partnership_id: str, period: str = "both") -> ValueChain:
    """The members of a partnership along the chain.

    Priorities count that are classified with the theme of the partnership's platform. A member
    stands in a link when one of its priorities has a domain of that link. Where it has none of its
    own, those of territories above it or in it count, and the card says so.

    Parameters
    ----------
    period : {"both", "2021-2027", "2014-2020"}
    """
    asked = {"partnership_id": partnership_id, "period": period, "theme": "platform"}
    cards = _cards(store, asked)
    return ValueChain(_links(store, asked, cards), cards, _unplaced(store, asked, cards))


def _cards(store: Store, asked: dict[str, str]) -> pd.DataFrame:
    found = store.frame(
        f"""
        WITH {_PLACED}, standing AS (
            SELECT member_id, link_id, priority_id, domain_code, is_own
            FROM held JOIN placed USING (priority_id)
            -- What is set above a member or in it counts only where it set nothing itself.
            QUALIFY is_own OR NOT bool_or(is_own) OVER (PARTITION BY member_id)
        ), named AS (
            SELECT member_id, link_id, list(label ORDER BY n DESC, domain_code) AS domains
            FROM (SELECT member_id, link_id, domain_code, count(DISTINCT priority_id) AS n
                  FROM standing GROUP BY ALL) JOIN domain USING (domain_code)
            GROUP BY ALL
        ), titled AS (
            SELECT member_id, link_id, count(*)::INTEGER AS priorities, bool_or(is_own) AS is_own,
                   list(title ORDER BY period DESC, priority_id) AS titles,
                   list(DISTINCT holder.name ORDER BY holder.name) AS holders
            FROM (SELECT DISTINCT member_id, link_id, priority_id, is_own FROM standing)
            JOIN priority USING (priority_id)
            JOIN territory holder ON holder.territory_id = priority.territory_id
            GROUP BY member_id, link_id
        )
        SELECT link_id, territory_id, territory.name, country.name AS country, member.role,
               priorities, domains, titles, is_own, holders
        FROM titled JOIN named USING (member_id, link_id) JOIN member USING (member_id)
        JOIN territory ON territory_id = member_id JOIN country USING (country_code)
        JOIN chain_link USING (link_id)
        ORDER BY chain_link.position,
                 list_position(['lead', 'co-lead', 'participant'], member.role), territory.name
        """,
        asked,
    )
    rows = found.to_dict("records")
    for row in rows:
        row["domains"] = list(row["domains"])
        # The same title may stand in the strategies of two periods: told once.
        distinct = list(dict.fromkeys(row["titles"]))
        row["titles"] = distinct[:MOST_TITLES]
        row["reason"] = _reason(row, has_more=len(distinct) > MOST_TITLES)
    columns = [column for column in found.columns if column != "holders"]
    return pd.DataFrame(rows, columns=[*columns, "reason"])


def _reason(row: Mapping[Hashable, Any], has_more: bool) -> str:
    """Why a member stands in a link."""
    count = row["priorities"]
    named = "; ".join(f"“{title}”" for title in row["titles"])
    words = f"{count} {'priority' if count == 1 else 'priorities'}: {named}"
    if has_more:
        words += "; …"
    if not row["is_own"]:
        words += f" (set by {', '.join(row['holders'])}, not by itself)"
    return words


def _links(store: Store, asked: dict[str, str], cards: pd.DataFrame) -> pd.DataFrame:
    found = store.frame(
        f"""
        WITH {_PLACED}, other AS (
            SELECT link_id, territory_id, count(DISTINCT priority_id)::INTEGER AS priorities
            FROM counted JOIN placed USING (priority_id)
            ANTI JOIN member ON territory_id = member_id
            GROUP BY ALL
        )
        SELECT link_id, any_value(chain_link.name) AS name, any_value(position) AS position,
               any_value(definition) AS definition,
               count(other.territory_id)::INTEGER AS elsewhere,
               (list({{'territory_id': other.territory_id, 'name': territory.name,
                      'priorities': priorities}} ORDER BY priorities DESC, territory.name)
                FILTER (other.territory_id IS NOT NULL))[:{MOST_OTHERS}] AS others
        FROM chain_link LEFT JOIN other USING (link_id) LEFT JOIN territory USING (territory_id)
        GROUP BY link_id ORDER BY any_value(position)
        """,
        asked,
    )
    members = cards.groupby("link_id")["territory_id"].nunique() if len(cards) else pd.Series()
    found["members"] = found["link_id"].map(members).fillna(0).astype(int)
    found["standing"] = [
        GAP if count == 0 else ONE if count == 1 else SEVERAL for count in found["members"]
    ]
    found["others"] = [
        list(some) if count else []
        for some, count in zip(found["others"], found["elsewhere"], strict=True)
    ]
    columns = ["link_id", "name", "position", "definition"]
    return found[[*columns, "members", "standing", "elsewhere", "others"]]


def _unplaced(store: Store, asked: dict[str, str], cards: pd.DataFrame) -> pd.DataFrame:
    found = store.frame(
        f"""
        WITH {COUNTED}
        SELECT territory_id, territory.name, country.name AS country, member.role,
               (SELECT count(*) FROM held WHERE held.member_id = member.member_id)::INTEGER
                   AS priorities
        FROM member JOIN territory ON territory_id = member_id JOIN country USING (country_code)
        ORDER BY list_position(['lead', 'co-lead', 'participant'], member.role), territory.name
        """,
        asked,
    )
    return found[~found["territory_id"].isin(cards["territory_id"])].reset_index(drop=True)
