"""Advice on cooperation: by stage of a RIS3, by challenge, by case, for value chains."""

import pandas as pd

from s3dash.store.connection import Store

KINDS = {
    "stage": "Which partners, at which stage",
    "general": "At every stage",
    "challenge": "The challenges",
    "case": "Learning from practice",
    "chain": "Global value chains",
}
_SELECTED = """
    SELECT guidance_id, ris3_stage, question, answer, policy_tools, example, example_regions,
           source_title,
           CASE WHEN ris3_stage LIKE 'Challenge%' THEN 'challenge'
                WHEN ris3_stage LIKE 'Learning from practice%' THEN 'case'
                WHEN ris3_stage LIKE 'Global value chains%' THEN 'chain'
                WHEN question = 'Which partners?' THEN 'stage'
                ELSE 'general' END AS kind,
           CASE WHEN contains(ris3_stage, ':')
                THEN trim(split_part(ris3_stage, ':', 2)) ELSE ris3_stage END AS title,
           CASE WHEN question = 'Which partners?'
                     AND list_contains(['analysis', 'design', 'implementation'],
                                       lower(split_part(ris3_stage, ',', 1)))
                THEN lower(split_part(ris3_stage, ',', 1))
                WHEN regexp_matches(concat_ws(' ', question, answer), '\\bneighbours?\\b', 'i')
                THEN 'cross-border' END AS mode
    FROM guidance
"""


def guidance(store: Store) -> pd.DataFrame:
    """All guidance, in the order of the data.

    Returns
    -------
    pandas.DataFrame
        ``guidance_id, ris3_stage, question, answer, policy_tools`` (separated by semicolons),
        ``example, example_regions, source_title, kind`` (a key of `KINDS`), ``title`` (the stage
        without what stands before a colon), ``mode`` (that of the partner finder which it is
        behind; None: of none). Behind *cross-border* stands what speaks of neighbours.
    """
    return store.frame(f"{_SELECTED} ORDER BY guidance.rowid")


def guidance_of_mode(store: Store, mode: str) -> pd.DataFrame:
    """Guidance behind a mode of the partner finder, with the columns of `guidance`."""
    found = guidance(store)
    return found[found["mode"] == mode].reset_index(drop=True)


def example_territories(store: Store) -> pd.DataFrame:
    """The territories that examples name by their code in brackets.

    Returns
    -------
    pandas.DataFrame
        ``guidance_id, territory_id, name, country, nuts_level``, in the order of the data.
    """
    return store.frame("""
        WITH named AS (
            SELECT guidance.rowid AS row_no, guidance_id,
                   unnest(regexp_extract_all(example_regions, '\\(([^()]+)\\)', 1)) AS code
            FROM guidance
        )
        SELECT guidance_id, territory_id, territory.name, country.name AS country, nuts_level
        FROM named JOIN territory ON territory_id = trim(code) JOIN country USING (country_code)
        ORDER BY row_no, territory_id
    """)
