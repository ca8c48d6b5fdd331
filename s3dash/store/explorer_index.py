"""What the explorer needs beside the tables: classifications, and an index of words.

A priority is found by numbers: its place in the table, its classification (which it shares with
many others), and per word the places of the priorities that have it. A million priorities are
searched and counted in memory with these, see `s3dash.queries.explorer.index`.
"""

from __future__ import annotations

from functools import lru_cache

import duckdb
import pandas as pd
import snowballstemmer

from s3dash.package.sql import folded, folded_words

INDEX_TABLES = {
    # table: (description, {column: (type, description)})
    "classification": (
        "Every set of domains and platform themes that a priority has.",
        {
            "class_no": ("INTEGER", "Running number; it may change when the data change."),
            "codes": (
                "VARCHAR[]",
                "Codes of the domains and platforms, most relevant first within each taxonomy.",
            ),
            "broader_codes": (
                "VARCHAR[]",
                "Codes of the domains above these, as far as they are not among them.",
            ),
        },
    ),
    "priority_key": (
        "One row a priority, in the order of the table priority.",
        {
            "row_no": ("INTEGER", "Place of the priority in its table, from 0: its rowid."),
            "class_no": ("INTEGER", "Its classification."),
            "source_kind": ("VARCHAR", "What kind of site its source is on, as in source."),
        },
    ),
    "search_word": (
        "Every word of a title, a description or a name that a search may use.",
        {
            "word": ("VARCHAR", "The word, folded: lower case, no accents."),
            "stem": ("VARCHAR", "What its forms have in common (English Snowball stemmer)."),
            "in_titles": ("INTEGER[]", "Priorities with the word in the title, as row_no."),
            "in_descriptions": ("INTEGER[]", "Priorities with it in the description, as row_no."),
        },
    ),
    "search_name": (
        "Names by which a search finds priorities of a territory or a domain, or knows a place.",
        {
            "kind": (
                "VARCHAR",
                "territory, domain, or place: a territory without a strategy, whose name is known.",
            ),
            "code": ("VARCHAR", "territory_id or domain_code."),
            "words": (
                "VARCHAR",
                "Folded words, each between two spaces, a bar between two names. A territory has "
                "also the names of the territories that it lies in.",
            ),
        },
    ),
}


def write_explorer_index(con: duckdb.DuckDBPyConnection, schema: str) -> tuple[str, ...]:
    """Create and fill the tables of the explorer, and name them; the others are filled by then."""
    for name, (description, columns) in INDEX_TABLES.items():
        typed = ", ".join(f"{column} {kind} NOT NULL" for column, (kind, _) in columns.items())
        con.execute(f"CREATE TABLE {schema}.{name} ({typed})")
        con.execute(f"COMMENT ON TABLE {schema}.{name} IS '{description}'")
        for column, (_, told) in columns.items():
            con.execute(f"COMMENT ON COLUMN {schema}.{name}.{column} IS '{told}'")
    fill_explorer_index(con, schema)
    return tuple(INDEX_TABLES)


def fill_explorer_index(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Fill the empty tables of the explorer from the other tables of ``schema``."""
    for statement in (*_KEYS, _NAMES):
        con.execute(statement.format(schema=schema))
    words = con.execute(_WORDS.format(schema=schema)).df()
    words["stem"] = pd.Series([_stem(word) for word in words["word"]], dtype="str")
    con.register("stems_of_words", words)
    con.execute(
        f"""INSERT INTO {schema}.search_word
            SELECT word, stem, coalesce(in_titles, []), coalesce(in_descriptions, [])
            FROM found_words JOIN stems_of_words USING (word) ORDER BY word"""
    )
    con.unregister("stems_of_words")
    con.execute("DROP TABLE found_words; DROP TABLE classified")


# One program often builds nearly the same base again: a desk does, with each change.
@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    # A stemmer costs little to make and is not safe to share between threads.
    stem: str = snowballstemmer.stemmer("english").stemWord(word)
    return stem


_KEYS = (
    """
    CREATE TEMP TABLE classified AS
    SELECT row_no, source_url, coalesce(codes, '') AS codes
    FROM (
        SELECT row_number() OVER (ORDER BY rowid) - 1 AS row_no, priority_id, source_url
        FROM {schema}.priority
    ) LEFT JOIN (
        SELECT priority_id, string_agg(code, chr(31) ORDER BY position, code) AS codes
        FROM (
            SELECT priority_id, domain_code AS code, position FROM {schema}.priority_domain
            UNION ALL
            -- Platforms after the domains, whatever their position.
            SELECT priority_id, platform_id, 1000000 + position FROM {schema}.priority_platform
        ) GROUP BY priority_id
    ) USING (priority_id)
    """,
    """
    INSERT INTO {schema}.classification
    WITH distinct_codes AS (
        SELECT row_number() OVER (ORDER BY codes) - 1 AS class_no,
               CASE WHEN codes = '' THEN [] ELSE string_split(codes, chr(31)) END AS codes
        FROM (SELECT DISTINCT codes FROM classified)
    ), above AS (
        SELECT class_no, list(DISTINCT parent_code ORDER BY parent_code) AS broader_codes
        FROM (SELECT class_no, codes, unnest(codes) AS domain_code FROM distinct_codes)
        JOIN {schema}.domain USING (domain_code)
        WHERE parent_code IS NOT NULL AND NOT list_contains(codes, parent_code)
        GROUP BY class_no
    )
    SELECT class_no, codes, coalesce(broader_codes, [])
    FROM distinct_codes LEFT JOIN above USING (class_no) ORDER BY class_no
    """,
    """
    INSERT INTO {schema}.priority_key
    SELECT row_no, class_no, coalesce(source.kind, 'unclear')
    FROM classified
    JOIN (SELECT class_no, array_to_string(codes, chr(31)) AS codes FROM {schema}.classification)
        USING (codes)
    LEFT JOIN {schema}.source ON url = source_url
    ORDER BY row_no
    """,
)
_NAMES = f"""
    INSERT INTO {{schema}}.search_name
    WITH known AS (
        SELECT territory_id, name FROM {{schema}}.territory
        UNION SELECT territory_id, name_native FROM {{schema}}.territory
        UNION SELECT territory_id, name_latin FROM {{schema}}.territory
        UNION SELECT territory_id, name FROM {{schema}}.territory_name
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
    SELECT 'place', territory_id, concat(' ', string_agg(words, ' | ' ORDER BY words), ' ')
    FROM own WHERE territory_id NOT IN (SELECT territory_id FROM searched)
    GROUP BY territory_id
    UNION ALL
    SELECT 'domain', domain_code, concat(' ', {folded("label")}, ' ') FROM {{schema}}.domain
    ORDER BY ALL
"""
_WORDS = f"""
    CREATE TEMP TABLE found_words AS
    WITH texts AS (
        SELECT (row_number() OVER (ORDER BY rowid) - 1)::INTEGER AS row_no,
               {folded_words("title")} AS title, {folded_words("description")} AS description
        FROM {{schema}}.priority
    )
    SELECT word, list(row_no) FILTER (place = 1) AS in_titles,
           list(row_no) FILTER (place = 2) AS in_descriptions
    FROM (
        SELECT row_no, 1 AS place, unnest(title) AS word FROM texts
        UNION ALL SELECT row_no, 2, unnest(description) FROM texts
        UNION ALL SELECT NULL, 3, unnest(string_split(words, ' ')) FROM {{schema}}.search_name
        WHERE kind <> 'place'
    ) WHERE word NOT IN ('', '|') GROUP BY word;
    SELECT word FROM found_words
"""
