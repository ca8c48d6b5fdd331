"""What a search needs beside the priorities: the words there are, and the names one may use.

A word typed is looked up among the words there are, so that its other forms and, where it is
misspelt, the word that was meant are known before the priorities themselves are searched.
"""

from __future__ import annotations

import duckdb
import pandas as pd
import snowballstemmer

from s3dash.store.schema import Package
from s3dash.store.sql import folded

READS = ("country", "territory", "strategy", "priority", "domain")
"""Resources without which there is nothing to search."""

INDEX_DDL = (
    """CREATE TABLE {schema}.search_word (
        word VARCHAR NOT NULL, stem VARCHAR NOT NULL, priority_count BIGINT NOT NULL)""",
    "COMMENT ON TABLE {schema}.search_word IS "
    "'Every word of a title, a description or a name that a search may use.'",
    "COMMENT ON COLUMN {schema}.search_word.word IS 'The word, folded: lower case, no accents.'",
    "COMMENT ON COLUMN {schema}.search_word.stem IS "
    "'What its forms have in common (English Snowball stemmer).'",
    "COMMENT ON COLUMN {schema}.search_word.priority_count IS "
    "'Times that it stands in titles and descriptions; 0: only in names.'",
    """CREATE TABLE {schema}.search_name (
        kind VARCHAR NOT NULL, code VARCHAR NOT NULL, words VARCHAR NOT NULL)""",
    "COMMENT ON TABLE {schema}.search_name IS "
    "'Names by which a search finds the priorities of a territory or a domain.'",
    "COMMENT ON COLUMN {schema}.search_name.kind IS 'territory or domain.'",
    "COMMENT ON COLUMN {schema}.search_name.code IS 'territory_id or domain_code.'",
    "COMMENT ON COLUMN {schema}.search_name.words IS "
    "'Folded words, each between two spaces, a bar between two names. A territory has also the "
    "names of the territories that it lies in.'",
)


def write_search_index(con: duckdb.DuckDBPyConnection, package: Package, schema: str) -> list[str]:
    """Create and fill the tables of the search; the other tables are filled by then.

    Returns
    -------
    list of str
        The tables made; none where the package lacks one of the resources to read.
    """
    names = {resource.name for resource in package.resources}
    if not names.issuperset(READS):
        return []
    for statement in INDEX_DDL:
        con.execute(statement.format(schema=schema))
    fill_search_index(con, schema)
    return ["search_word", "search_name"]


def fill_search_index(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Fill the empty tables of the search from the tables of ``schema``."""
    con.execute(_NAMES.format(schema=schema))
    words = con.execute(_WORDS.format(schema=schema)).df()
    stemmer = snowballstemmer.stemmer("english")
    words["stem"] = pd.Series(stemmer.stemWords(words["word"].tolist()), dtype="str")
    con.register("words_to_index", words)
    con.execute(
        f"INSERT INTO {schema}.search_word SELECT word, stem, priority_count"
        " FROM words_to_index ORDER BY word"
    )
    con.unregister("words_to_index")


_NAMES = f"""
    INSERT INTO {{schema}}.search_name
    WITH known AS (
        SELECT territory_id, name FROM {{schema}}.territory
        UNION SELECT territory_id, name_native FROM {{schema}}.territory
        UNION SELECT territory_id, name_latin FROM {{schema}}.territory
        UNION SELECT country_code, name FROM {{schema}}.country
    ), own AS (
        SELECT DISTINCT territory_id, {folded("name")} AS words FROM known WHERE name IS NOT NULL
    ), searched AS (
        SELECT territory_id, unnest(within) AS named_id FROM {{schema}}.territory
        WHERE territory_id IN (SELECT territory_id FROM {{schema}}.strategy)
    )
    SELECT 'territory', searched.territory_id,
           concat(' ', string_agg(words, ' | ' ORDER BY named_id, words), ' ')
    FROM searched JOIN own ON own.territory_id = named_id
    GROUP BY searched.territory_id
    UNION ALL
    SELECT 'domain', domain_code, concat(' ', {folded("label")}, ' ') FROM {{schema}}.domain
    ORDER BY ALL
"""
_WORDS = """
    SELECT word, sum(priority_count)::BIGINT AS priority_count FROM (
        SELECT unnest(string_split(search_text, ' ')) AS word, 1 AS priority_count
        FROM {schema}.priority
        UNION ALL
        SELECT unnest(string_split(words, ' ')), 0 FROM {schema}.search_name
    ) WHERE word NOT IN ('', '|') GROUP BY word
"""
