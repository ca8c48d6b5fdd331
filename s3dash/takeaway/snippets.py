"""How to get the rows of a view from Python, R and SQL: snippets made from what was chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence

from s3dash.queries.explorer.filter import Facet, PriorityFilter, territories_above

STORE = "base.duckdb"
"""The file that SQL is for: the download of the store (`/api/v1/base.duckdb`)."""

R_WITHOUT_MARK = r'names(rows)[1] <- sub("^\ufeff", "", names(rows)[1])  # the mark of UTF-8'


def python_of_link(link: str) -> str:
    """Python: the rows by their address, as a frame. ``link``: with ``.csv``."""
    return f"import pandas as pd\n\nrows = pd.read_csv({_quoted(link)})\n"


def python_of_base(call: str) -> str:
    """Python: the rows from the library; ``call``: what is asked of the opened base."""
    return f"import s3dash\n\nwith s3dash.open() as base:\n    rows = base.{call}\n"


def r_of_link(link: str) -> str:
    """R: the rows by their address, as a data frame; base R alone.

    Not by ``fileEncoding``: R then translates into the computer's own encoding, and stops with a
    mere warning at the first letter that this one lacks.
    """
    return (
        f"rows <- read.csv({_quoted(link)},\n"
        '                 encoding = "UTF-8", na.strings = "", check.names = FALSE)\n'
        f"{R_WITHOUT_MARK}\n"
    )


def call_of_priorities(chosen: PriorityFilter) -> str:
    """The call that asks a base for the priorities of a filter."""
    named = [_quoted(chosen.text)] if chosen.text else []
    named += [f"{facet.param}={_list(codes)}" for facet, codes in chosen.chosen]
    if chosen.without:
        named.append(f"without={_list(chosen.without)}")
    if chosen.with_all:
        named.append(f"all={_list(chosen.with_all)}")
    if chosen.with_above:
        named.append('above=["yes"]')
    return f"priorities({', '.join(named)})"


def sql_of_priorities(chosen: PriorityFilter, ids: Sequence[str]) -> str:
    """SQL for the store that keeps what a filter keeps.

    A search for words cannot be said in SQL: then the identifiers found, ``ids``, stand in it.
    """
    if chosen.search.terms:
        conditions = [f"priority_id IN {_tuple(ids)}"]
    else:
        conditions = [_condition(chosen, facet, codes) for facet, codes in chosen.chosen]
        left_out = [(facet, codes) for facet, codes in chosen.left_out]
        conditions += [
            f"NOT coalesce({_condition(PriorityFilter(), facet, codes)}, false)"
            for facet, codes in left_out
        ]
    where = "\n  AND ".join(conditions)
    return (
        "SELECT priority_id, priority.title, territory.name AS territory, period,\n"
        "       priority.source_url\n"
        "FROM priority JOIN territory USING (territory_id)\n"
        "JOIN strategy USING (territory_id, period)\n"
        "JOIN priority_key ON priority_key.row_no = priority.rowid\n"
        "JOIN classification USING (class_no)\n"
        + (f"WHERE {where}\n" if where else "")
        + "ORDER BY priority.rowid;\n"
    )


def _condition(chosen: PriorityFilter, facet: Facet, codes: Sequence[str]) -> str:
    if facet.field == "territories":
        within = f"list_has_any(within, {_array(codes)})"
        if not chosen.with_above:
            return within
        above = {outer for code in codes for outer in territories_above(code)}
        return f"({within} OR territory_id IN {_tuple(sorted(above))})"
    if facet.kind == "classification":
        has = "list_has_all" if facet.param in chosen.with_all else "list_has_any"
        return f"{has}(codes || broader_codes, {_array(codes)})"
    return f"{facet.column} IN {_tuple(codes)}"


def sql_of_rows(table: str, column: str, code: str) -> str:
    """SQL for the rows of a table that are of one record."""
    return f"SELECT *\nFROM {table}\nWHERE {column} = {_sql(code)}\nORDER BY rowid;\n"


def python_with_sql(sql: str) -> str:
    """Python that runs SQL on the downloaded store."""
    text = sql.strip().replace('"""', "")
    return (
        f"import duckdb\n\nwith duckdb.connect({_quoted(STORE)}, read_only=True) as base:\n"
        f'    rows = base.sql("""\n{text}\n""").df()\n'
    )


def _quoted(text: str) -> str:
    # Python and R read the same escapes.
    return json.dumps(text, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _array(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_sql, values))}]"


def _tuple(values: Sequence[str]) -> str:
    return f"({', '.join(map(_sql, values)) or 'NULL'})"
