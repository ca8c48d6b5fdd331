"""Every territory with all its names: what a box to choose one finds it by."""

from dataclasses import dataclass

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store


@dataclass(frozen=True)
class NamedTerritory:
    """A territory as a chooser knows it.

    Attributes
    ----------
    other_names : tuple of str
        Its other names, each once: native, Latin, the English one, variants.
    is_documented : bool
        Whether it has a strategy or a membership.
    """

    territory_id: str
    name: str
    country: str
    is_documented: bool
    other_names: tuple[str, ...] = ()


def named_territories(store: Store) -> tuple[NamedTerritory, ...]:
    """All territories, those with something documented first, then by name and code."""
    rows = store.rows(
        f"""
        SELECT territory_id, territory.name, country.name,
               territory_id IN (SELECT territory_id
                   FROM {DOCUMENTED}
                                UNION SELECT territory_id FROM membership) AS is_documented,
               list_filter([name_native, name_latin], lambda one: one IS NOT NULL)
                   || coalesce(others.names, [])
        FROM territory JOIN country USING (country_code)
        LEFT JOIN (SELECT territory_id, list(name ORDER BY kind, name) AS names
                   FROM territory_name GROUP BY territory_id) AS others USING (territory_id)
        ORDER BY is_documented DESC, strip_accents(lower(territory.name)), territory_id
        """
    )
    return tuple(
        NamedTerritory(
            code,
            name,
            country,
            is_documented,
            tuple(one for one in dict.fromkeys(names) if one != name),
        )
        for code, name, country, is_documented, names in rows
    )
