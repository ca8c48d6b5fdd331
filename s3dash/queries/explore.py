"""The explorer's question: what matches, how many by every facet, where, and one page of it."""

from dataclasses import dataclass

import pandas as pd

from s3dash.queries.codes import codes, with_labels
from s3dash.queries.priority_filter import FACETS, PriorityFilter, bit_of
from s3dash.queries.search import Match, resolve
from s3dash.store.connection import Session, Store

TITLE = "search_text[:strpos(search_text, '|')]"


@dataclass(frozen=True)
class Exploration:
    """The answer of `explore`.

    Attributes
    ----------
    priorities, territories, countries : int
        How much matches, documented rows only.
    facets : dict of str to dict of str to int
        Per field of the filter and per value the number of priorities that match all other
        fields: what choosing that value alone would leave. Values without any are not there.
    by_territory : pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``priorities`` (that match
        all fields but the one of territories), ``documented`` (all of the territory's in the
        chosen periods), ``has_partial_list``; one row a territory that has any.
    rows : pandas.DataFrame
        One page, as `queries.priorities.priorities` gives it; best matches first where words are
        searched for.
    matches : tuple of Match
        How the words of the search were understood.
    relaxed : dict of str to int
        Per field that is chosen the number of priorities that match all the others.
    """

    priorities: int
    territories: int
    countries: int
    facets: dict[str, dict[str, int]]
    by_territory: pd.DataFrame
    rows: pd.DataFrame
    matches: tuple[Match, ...]
    relaxed: dict[str, int]


def explore(store: Store, chosen: PriorityFilter, limit: int = 25, offset: int = 0) -> Exploration:
    """Answer a filter whole: counts, facets, territories and one page of rows."""
    with store.session() as session:
        matches = find(session, chosen)
        counts = _count(session)
        exact = counts.by_missed.get(0, 0)
        return Exploration(
            priorities=exact,
            territories=counts.territories,
            countries=counts.countries,
            facets=counts.facets,
            by_territory=_by_territory(session, chosen.periods),
            rows=page_of(session, limit, offset),
            matches=matches,
            relaxed={
                item.field: exact + counts.by_missed.get(bit_of(item.field), 0)
                for item, _ in chosen.chosen
            },
        )


def everything(store: Store, limit: int, offset: int) -> Exploration:
    """The answer of the filter that keeps all."""
    return explore(store, PriorityFilter(), limit, offset)


def find(session: Session, chosen: PriorityFilter) -> tuple[Match, ...]:
    """Put what matches into the temporary table ``near``.

    ``row_no, territory_id, period, completeness, source_kind, classified_by, codes, missed,
    score``: priorities that miss no facet (``missed`` = 0), or one only, whose bit ``missed`` is.
    """
    matches = resolve(session, chosen.search)
    hard, parameters = chosen.hard_condition(matches)
    missed, of_facets = chosen.missed()
    score, of_score = _score(matches)
    # Priorities that miss one facet only are what that facet's own counts are made of: one look
    # at the table answers all facets.
    session.rows(
        f"""
        CREATE TEMP TABLE near AS
        SELECT row_no, territory_id, period, completeness, source_kind, classified_by,
               list_concat(codes, broader_codes) AS codes, missed,
               CASE WHEN missed = 0 THEN {score} ELSE 0 END AS score
        FROM (SELECT rowid AS row_no, *, {missed} AS missed FROM priority WHERE {hard})
        WHERE missed & (missed - 1) = 0
        """,
        parameters | of_facets | of_score,
    )
    return matches


def _score(matches: tuple[Match, ...]) -> tuple[str, dict[str, object]]:
    """SQL for how well a row matches: per word the best place it was found in, summed.

    The word itself in the title 10, another form or start there 8, the name of the territory 6,
    the description 4, the name of a domain 2.
    """
    parts = []
    parameters: dict[str, object] = {}
    for number, match in enumerate(matches):
        if match.term.is_excluded:
            continue
        patterns = [f"$pattern{number}_{place}" for place in range(len(match.patterns))]
        in_title = " OR ".join(f"contains({TITLE}, {pattern})" for pattern in patterns)
        in_text = " OR ".join(f"contains(search_text, {pattern})" for pattern in patterns)
        named = f"territory_id IN (SELECT unnest($in{number}))" if match.territories else "false"
        parts.append(
            f"CASE WHEN contains({TITLE}, $word{number}) THEN 10 WHEN {in_title} THEN 8"
            f" WHEN {named} THEN 6 WHEN {in_text} THEN 4 ELSE 2 END"
        )
        parameters[f"word{number}"] = f" {match.word} "
    return " + ".join(parts) or "0", parameters


_COUNTED = {
    "periods": "period",
    "completeness": "completeness",
    "sources": "source_kind",
    "classified": "classified_by",
}
"""Field of the filter -> column of ``near``, where a priority has one value."""


@dataclass(frozen=True)
class _Counts:
    """Counts per facet and value, per facet missed, and of places."""

    facets: dict[str, dict[str, int]]
    by_missed: dict[int, int]
    territories: int
    countries: int


def _count(session: Session) -> _Counts:
    simple = " UNION ALL ".join(
        f"SELECT '{field}', missed, {column}, sum(priorities) FROM grouped GROUP BY ALL"
        for field, column in _COUNTED.items()
    )
    rows = session.rows(
        f"""
        WITH grouped AS MATERIALIZED (
            SELECT missed, territory_id, period, completeness, source_kind, classified_by,
                   count(*) AS priorities
            FROM near GROUP BY ALL
        ), placed AS MATERIALIZED (
            SELECT missed, within, territory_id, country_code, sum(priorities) AS priorities
            FROM grouped JOIN territory USING (territory_id) GROUP BY ALL
        )
        SELECT 'codes' AS field, missed, code, count(*)::BIGINT AS priorities
        FROM (SELECT missed, unnest(codes) AS code FROM near) GROUP BY ALL
        UNION ALL {simple}
        UNION ALL SELECT 'territories', missed, unnest(within), priorities FROM placed
        UNION ALL SELECT '#missed', missed, '', sum(priorities) FROM placed GROUP BY missed
        UNION ALL SELECT '#territories', 0, '', count(*) FROM placed WHERE missed = 0
        UNION ALL
        SELECT '#countries', 0, '', count(DISTINCT country_code) FROM placed WHERE missed = 0
        """
    )
    fields = {code: field for code, field, _ in codes(session)}
    facets: dict[str, dict[str, int]] = {item.field: {} for item in FACETS}
    totals: dict[tuple[str, int], int] = {}
    bits = {item.field: bit_of(item.field) for item in FACETS}
    for name, missed, code, priorities in rows:
        field = fields[code] if name == "codes" else name
        if field not in facets:
            totals[field, missed] = int(priorities)
        elif missed in (0, bits[field]):
            facets[field][code] = facets[field].get(code, 0) + int(priorities)
    return _Counts(
        facets=facets,
        by_missed={
            missed: count for (field, missed), count in totals.items() if field == "#missed"
        },
        territories=totals["#territories", 0],
        countries=totals["#countries", 0],
    )


def _by_territory(session: Session, periods: tuple[str, ...]) -> pd.DataFrame:
    return session.frame(
        """
        WITH matching AS (
            SELECT territory_id, count(*)::INTEGER AS priorities,
                   bool_or(completeness = 'partial') AS has_partial_list
            FROM near WHERE missed = 0 OR missed = $of_territories GROUP BY territory_id
        ), documented AS (
            SELECT territory_id, sum(documented_count)::INTEGER AS documented
            FROM strategy WHERE len($periods) = 0 OR list_contains($periods, period)
            GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country, nuts_level, priorities,
               documented, has_partial_list
        FROM matching JOIN documented USING (territory_id) JOIN territory USING (territory_id)
        JOIN country USING (country_code)
        ORDER BY territory_id
        """,
        {"of_territories": bit_of("territories"), "periods": list(periods)},
    )


def page_of(session: Session, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """A page of what `find` found, all of it without a limit; see `Exploration.rows`."""
    order = "score DESC, country, territory, period DESC, row_no"
    bound: dict[str, int] = {} if limit is None else {"limit": limit, "offset": offset}
    rows = session.frame(
        f"""
        WITH page AS MATERIALIZED (
            SELECT row_no, score, country.name AS country, territory.name AS territory, period
            FROM near JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE missed = 0
            ORDER BY {order} {"" if limit is None else "LIMIT $limit OFFSET $offset"}
        )
        SELECT priority_id, title, page.territory, page.country, page.period, codes,
               completeness, description, classified_by, source_kind, as_of, source_url,
               territory_id
        FROM page JOIN priority ON priority.rowid = row_no
        ORDER BY {order.replace("period", "page.period")}
        """,
        bound,
    )
    return with_labels(rows, codes(session))
