"""Which territories share partnerships: the links between them, and who is best connected."""

import pandas as pd

from s3dash.store.connection import Store


def links(store: Store, platform_id: str | None, least: int = 1) -> pd.DataFrame:
    """Pairs of territories that are documented members of the same partnership.

    Parameters
    ----------
    platform_id : str or None
        Count the partnerships of one platform; None: of all platforms together.
    least : int
        Leave out pairs with fewer shared partnerships.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the smaller identifier first: ``territory_id, name, country, partner_id,
        partner, partner_country, shared`` (number of shared partnerships), ``partnerships``
        (their names, separated by semicolons), ``inferred`` (in how many of them one of the two
        memberships is inferred by us); most shared first, then by name.
    """
    return store.frame(
        """
        WITH member AS (
            SELECT partnership_id, partnership.name AS partnership, territory_id,
                   territory.name, country.name AS country, bool_and(basis = 'inferred') AS inferred
            FROM membership JOIN partnership USING (partnership_id)
            JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE $platform_id IS NULL OR platform_id = $platform_id
            GROUP BY ALL
        )
        SELECT a.territory_id, a.name, a.country, b.territory_id AS partner_id,
               b.name AS partner, b.country AS partner_country, count(*)::INTEGER AS shared,
               string_agg(a.partnership, '; ' ORDER BY a.partnership) AS partnerships,
               count(*) FILTER (a.inferred OR b.inferred)::INTEGER AS inferred
        FROM member a JOIN member b
          ON a.partnership_id = b.partnership_id AND a.territory_id < b.territory_id
        GROUP BY ALL HAVING count(*) >= $least
        ORDER BY shared DESC, a.name, b.name, a.territory_id, b.territory_id
        """,
        {"platform_id": platform_id, "least": least},
    )


def nodes(store: Store, platform_id: str | None, least: int = 1) -> pd.DataFrame:
    """Documented members of partnerships, with how many territories each is linked to.

    Parameters
    ----------
    platform_id, least
        As in `links`; a member without a link that is strong enough stays, with 0 partners.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``label_x, label_y`` (where
        it stands on the map, in units of 100 km; NaN: not drawn), ``memberships`` (number of
        partnerships), ``partners`` (number of territories that it shares at least ``least``
        partnerships with), most partners first, then most memberships, then by name.
    """
    return store.frame(
        """
        WITH member AS (
            SELECT DISTINCT partnership_id, territory_id
            FROM membership JOIN partnership USING (partnership_id)
            WHERE $platform_id IS NULL OR platform_id = $platform_id
        ), link AS (
            SELECT a.territory_id, b.territory_id AS partner_id
            FROM member a JOIN member b
              ON a.partnership_id = b.partnership_id AND a.territory_id <> b.territory_id
            GROUP BY ALL HAVING count(*) >= $least
        ), linked AS (
            SELECT territory_id, count(*) AS partners FROM link GROUP BY territory_id
        ), joined AS (
            SELECT territory_id, count(*) AS memberships FROM member GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               label_x, label_y, memberships::INTEGER AS memberships,
               coalesce(partners, 0)::INTEGER AS partners
        FROM joined JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN linked USING (territory_id)
        ORDER BY partners DESC, memberships DESC, territory.name, territory_id
        """,
        {"platform_id": platform_id, "least": least},
    )


def links_of(found: pd.DataFrame, territory_id: str) -> pd.DataFrame:
    """The links of one territory, the other one always as the partner.

    Parameters
    ----------
    found : pandas.DataFrame
        As `links` gives it.

    Returns
    -------
    pandas.DataFrame
        The columns of `links`, in its order.
    """
    first = found[found["territory_id"] == territory_id]
    second = found[found["partner_id"] == territory_id]
    turned = second.rename(
        columns={
            "territory_id": "partner_id",
            "name": "partner",
            "country": "partner_country",
            "partner_id": "territory_id",
            "partner": "name",
            "partner_country": "country",
        }
    )
    both = pd.concat([first, turned[list(found.columns)]])
    return both.sort_values(["shared", "partner"], ascending=[False, True], ignore_index=True)


def among_members(store: Store, partnership_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The members of a partnership, and which of them share other partnerships too.

    Returns
    -------
    tuple of pandas.DataFrame
        As `nodes` and `links`, over all platforms; ``shared`` and ``partnerships`` are without this
        partnership, ``partners`` counts only members of it.
    """
    members = store.rows(
        "SELECT DISTINCT territory_id FROM membership WHERE partnership_id = $partnership_id",
        {"partnership_id": partnership_id},
    )
    codes = [code for (code,) in members]
    own = [
        name
        for (name,) in store.rows(
            "SELECT name FROM partnership WHERE partnership_id = $partnership_id",
            {"partnership_id": partnership_id},
        )
    ]
    both = links(store, None, least=2)
    both = both[both["territory_id"].isin(codes) & both["partner_id"].isin(codes)]
    counts = pd.concat([both["territory_id"], both["partner_id"]]).value_counts()
    joined = nodes(store, None)
    joined = joined[joined["territory_id"].isin(codes)].reset_index(drop=True)
    partners = joined["territory_id"].map(counts).fillna(0).astype(int)
    return (
        joined.assign(partners=partners),
        both.assign(
            shared=both["shared"] - 1,
            partnerships=[
                "; ".join(name for name in names.split("; ") if name not in own)
                for names in both["partnerships"]
            ],
        ).reset_index(drop=True),
    )
