"""Who works on the theme of a platform, inside its partnerships and outside of them."""

import pandas as pd

from s3dash.store.connection import Store

STANDINGS = ("outside", "linked", "member")
"""How a territory stands to a platform: no membership near it, one above or below it, its own."""

_STANDING = """
    joined AS (
        SELECT territory_id, territory.name, within, count(*) AS memberships,
               bool_and(basis = 'inferred') AS is_inferred
        FROM membership JOIN partnership USING (partnership_id)
        JOIN territory USING (territory_id)
        WHERE platform_id = $platform_id
        GROUP BY ALL
    ), near AS (
        -- A member that lies in the territory, or that the territory lies in.
        SELECT territory.territory_id,
               string_agg(joined.name || if(is_inferred, ' (inferred by us)', ''), '; '
                          ORDER BY joined.name) AS through,
               bool_and(is_inferred) AS through_inferred
        FROM territory JOIN joined
          ON territory.territory_id <> joined.territory_id
         AND (list_contains(territory.within, joined.territory_id)
              OR list_contains(joined.within, territory.territory_id))
        GROUP BY ALL
    )"""


def theme_territories(store: Store, platform_id: str) -> pd.DataFrame:
    """Territories with a documented priority that matches the theme, and all members.

    A territory is a ``member`` when it takes part in a partnership of the platform itself;
    ``linked`` when it does not, but a territory that contains it or lies in it does; else
    ``outside``.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, standing, matching`` (number of documented
        priorities that match the theme, both periods; NA: the territory has no documented
        priority at all), ``priorities`` (all documented ones), ``titles`` (those that match, with
        their period, newest period first, separated by semicolons; None without any), ``through``
        (members that make it linked, with a mark on those by our inference only),
        ``memberships`` (number of partnerships), ``inferred_only`` (what makes it a member, or
        linked, is by our inference alone; NA: neither); outside first, then linked, then members;
        within each most matching first, then by name.
    """
    return store.frame(
        f"""
        WITH {_STANDING}, held AS (
            SELECT territory_id, count(*) AS priorities FROM priority GROUP BY territory_id
        ), matched AS (
            SELECT territory_id, count(*) AS matching,
                   string_agg(format('{{}} ({{}})', title, period), '; '
                              ORDER BY period DESC, priority_id) AS titles
            FROM priority JOIN priority_platform USING (priority_id)
            WHERE platform_id = $platform_id
            GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               CASE WHEN memberships > 0 THEN 'member' WHEN through IS NOT NULL THEN 'linked'
                    ELSE 'outside' END AS standing,
               CASE WHEN priorities > 0 THEN coalesce(matching, 0) END::INTEGER AS matching,
               coalesce(priorities, 0)::INTEGER AS priorities, titles, through,
               coalesce(memberships, 0)::INTEGER AS memberships,
               coalesce(is_inferred, through_inferred) AS inferred_only
        FROM (SELECT territory_id FROM matched UNION SELECT territory_id FROM joined)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN held USING (territory_id) LEFT JOIN matched USING (territory_id)
        LEFT JOIN (SELECT territory_id, memberships, is_inferred FROM joined) USING (territory_id)
        LEFT JOIN near USING (territory_id)
        ORDER BY list_position(['outside', 'linked', 'member'], standing),
                 matching DESC NULLS LAST, territory.name, territory_id
        """,
        {"platform_id": platform_id},
    )


def theme_priorities(store: Store, platform_id: str) -> pd.DataFrame:
    """Documented priorities that match the theme of a platform, whoever chose them.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, title, period, territory_id, territory, country, standing`` (of the
        territory, as `theme_territories` tells it), ``classified_by`` (who assigned the theme:
        ``source``, or ``editorial``: we did), ``inferred_only`` (as in `theme_territories`),
        ``as_of, source_url``; in the order of `theme_territories`.
    """
    return store.frame(
        f"""
        WITH {_STANDING}
        SELECT priority_id, title, period, territory_id, territory.name AS territory,
               country.name AS country,
               CASE WHEN memberships > 0 THEN 'member' WHEN through IS NOT NULL THEN 'linked'
                    ELSE 'outside' END AS standing,
               classified_by, coalesce(is_inferred, through_inferred) AS inferred_only,
               as_of, priority.source_url
        FROM priority JOIN priority_platform USING (priority_id)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN (SELECT territory_id, memberships, is_inferred FROM joined) USING (territory_id)
        LEFT JOIN near USING (territory_id)
        WHERE platform_id = $platform_id
        ORDER BY list_position(['outside', 'linked', 'member'], standing), territory.name,
                 territory_id, period DESC, priority_id
        """,
        {"platform_id": platform_id},
    )
