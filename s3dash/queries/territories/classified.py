"""Which domains priorities are classified with, the sections above them included."""

CLASSIFIED = """classified AS (
            SELECT priority_id, domain_code FROM priority_domain
            UNION
            SELECT priority_id, parent_code FROM priority_domain JOIN domain USING (domain_code)
            WHERE parent_code IS NOT NULL
        )"""
"""SQL of a table ``classified`` (``priority_id, domain_code``): each priority once a domain."""
