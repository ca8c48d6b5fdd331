"""What a territory can look for partners for: its themes and its priorities."""

from s3dash.store.connection import Store


def own_priorities(store: Store, territory_id: str) -> dict[str, str]:
    """Priorities of a territory, newest period first: id -> ``title (period)``."""
    return dict(
        store.rows(
            """
            SELECT priority_id, format('{} ({})', title, period) FROM priority
            WHERE territory_id = $territory_id ORDER BY period DESC, priority_id
            """,
            {"territory_id": territory_id},
        )
    )


def own_themes(store: Store, territory_id: str) -> dict[str, str]:
    """Platforms that its priorities match: id -> ``name: how many match``."""
    return dict(
        store.rows(
            """
            SELECT platform_id, format('{}: {} matching', platform.name, count(*))
            FROM priority_platform JOIN priority USING (priority_id)
            JOIN platform USING (platform_id)
            WHERE territory_id = $territory_id
            GROUP BY platform_id, platform.name, platform.position ORDER BY platform.position
            """,
            {"territory_id": territory_id},
        )
    )
