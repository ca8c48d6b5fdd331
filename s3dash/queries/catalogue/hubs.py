"""Digital innovation hubs: all of them, and those of a territory."""

import pandas as pd

from s3dash.store.connection import Store

KINDS = {
    "EDIH": "European Digital Innovation Hub or candidate",
    "EDIH-seal": "with Seal of Excellence",
    "DIH": "other digital innovation hub",
}
STATUSES = {
    "co-funded": "co-funded by the EU",
    "seal-of-excellence": "Seal of Excellence",
    "selected": "selected, form of support not stated",
    "in-operation": "in operation",
    "candidate": "candidate, EU outcome not seen",
    "recognised": "recognised in a national network or catalogue",
    "in-preparation": "in preparation",
    "not-selected": "not selected",
    "unclear": "unclear",
}
RELATIONS = ("seat", "serves", "above")
"""What makes a hub one of a territory, the closest first: its seat is in it; it serves it, a part
of it or one that contains it, from elsewhere; it is placed at a territory that contains it."""
_BELONGS = """
    SELECT hub_id, place_id, min(step)::INTEGER AS step
    FROM (
        WITH lies AS (SELECT territory_id, unnest(within) AS outer_id FROM territory),
        served AS (SELECT hub_id, trim(unnest(string_split(also_serves, ';'))) AS served_id
                   FROM hub WHERE also_serves IS NOT NULL)
        SELECT hub_id, outer_id AS place_id, 1 AS step FROM hub JOIN lies USING (territory_id)
        UNION ALL
        SELECT hub_id, outer_id, 2 FROM served JOIN lies ON territory_id = served_id
        UNION ALL
        SELECT hub_id, territory_id, 2 FROM served JOIN lies ON outer_id = served_id
        UNION ALL
        SELECT hub_id, lies.territory_id, 3 FROM hub JOIN lies ON outer_id = hub.territory_id
    ) GROUP BY hub_id, place_id
"""
"""The one definition of a territory's hubs: pages, files, pictures and scenes ask it."""
_SELECTED = f"""
    SELECT hub_id, hub.name, acronym, hub.territory_id, territory.name AS territory,
           country.name AS country, country_code, nuts_level::INTEGER AS nuts_level, within,
           places, also_serves, hub.territory_name, kind, hub.status, status_note, start_date,
           specialisation, technologies, services, coordinator, website, hub.note, as_of,
           hub.source_url
    FROM hub JOIN territory USING (territory_id) JOIN country USING (country_code)
    JOIN (SELECT hub_id, list(place_id ORDER BY place_id) AS places
          FROM ({_BELONGS}) GROUP BY hub_id) USING (hub_id)
"""


def hubs(store: Store) -> pd.DataFrame:
    """Every hub, by country, territory and name.

    Returns
    -------
    pandas.DataFrame
        ``hub_id, name, acronym, territory_id, territory, country, country_code, nuts_level``
        (of its seat), ``within`` (the territories that its seat lies in, itself included),
        ``places`` (the territories and countries whose hub it is, in any of the `RELATIONS`),
        ``also_serves`` (codes, separated by semicolons), ``territory_name`` (as in the source),
        ``kind, status, status_note, start_date, specialisation, technologies, services,
        coordinator, website, note, as_of, source_url``.
    """
    return store.frame(f"{_SELECTED} ORDER BY country.name, territory.name, hub.name, hub_id")


def hubs_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Hubs of a territory: those with it among their ``places``.

    Returns
    -------
    pandas.DataFrame
        The columns of `hubs` and ``relation``, one of the `RELATIONS`; in their order, then by
        name.
    """
    return store.frame(
        f"""
        SELECT found.*, $relations[step] AS relation
        FROM ({_SELECTED}) AS found JOIN ({_BELONGS}) USING (hub_id)
        WHERE place_id = $here
        ORDER BY step, name, hub_id
        """,
        {"here": territory_id, "relations": list(RELATIONS)},
    )


def hubs_by_territory(found: pd.DataFrame) -> pd.DataFrame:
    """Number of the hubs ``found`` per seat: ``territory_id, name, country, nuts_level, hubs``."""
    return (
        found.groupby("territory_id", sort=True)
        .agg(
            name=("territory", "first"),
            country=("country", "first"),
            nuts_level=("nuts_level", "first"),
            hubs=("hub_id", "size"),
        )
        .reset_index()
    )
