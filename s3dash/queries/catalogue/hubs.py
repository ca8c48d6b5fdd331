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
_SELECTED = """
    SELECT hub_id, hub.name, acronym, hub.territory_id, territory.name AS territory,
           country.name AS country, country_code, nuts_level::INTEGER AS nuts_level, within,
           also_serves, hub.territory_name, kind, hub.status, status_note, start_date,
           specialisation, technologies, services, coordinator, website, hub.note, as_of,
           hub.source_url
    FROM hub JOIN territory USING (territory_id) JOIN country USING (country_code)
"""


def hubs(store: Store) -> pd.DataFrame:
    """Every hub, by country, territory and name.

    Returns
    -------
    pandas.DataFrame
        ``hub_id, name, acronym, territory_id, territory, country, country_code, nuts_level``
        (of its seat), ``within`` (the territories that its seat lies in, itself included),
        ``also_serves`` (codes, separated by semicolons), ``territory_name`` (as in the source),
        ``kind, status, status_note, start_date, specialisation, technologies, services,
        coordinator, website, note, as_of, source_url``.
    """
    return store.frame(f"{_SELECTED} ORDER BY country.name, territory.name, hub.name, hub_id")


def hubs_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Hubs in a territory, such as serve it from elsewhere, and national ones of its country.

    Returns
    -------
    pandas.DataFrame
        The columns of `hubs` and ``relation``: ``seat`` (its seat is here), ``serves`` (it serves
        the territory, a part of it or one that contains it, from elsewhere), ``above`` (it is
        placed at a territory that contains this one); in this order, then by name.
    """
    return store.frame(
        f"""
        WITH here AS (SELECT within AS containing FROM territory WHERE territory_id = $here)
        SELECT * FROM (
            SELECT *, CASE
                WHEN list_contains(within, $here) THEN 'seat'
                WHEN len([code
                    FOR code IN string_split(replace(coalesce(also_serves, ''), ' ', ''), ';')
                    IF code <> '' AND (starts_with(code, $here) OR starts_with($here, code))
                ]) > 0 THEN 'serves'
                WHEN list_contains(containing, territory_id) THEN 'above'
                END AS relation
            FROM ({_SELECTED}) CROSS JOIN here
        ) WHERE relation IS NOT NULL
        ORDER BY array_position(['seat', 'serves', 'above'], relation), name, hub_id
        """,
        {"here": territory_id},
    ).drop(columns="containing")


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
