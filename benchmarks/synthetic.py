"""A data package as large as we like, made of the words and strategies of the real one.

It is data for measuring and says nothing about any territory; it never lands in ``data/``.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

DATA = Path(__file__).parents[1] / "data"
ROWS = 1_000_000
QUICK_ROWS = 50_000
"""For a first look."""
SEED = 1
VOCABULARY = 20_000
REPLACED = ("priority", "priority_domain", "priority_platform", "strategy")
ONSETS = ("b", "br", "c", "d", "f", "g", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr")
VOWELS = ("a", "e", "i", "o", "u", "ia", "é")
SYLLABLES = tuple(onset + vowel for onset in ONSETS for vowel in VOWELS)


@contextmanager
def temporary_package(rows: int) -> Iterator[Path]:
    """A package of so many priorities in a temporary folder, removed when the block ends."""
    with tempfile.TemporaryDirectory(prefix="s3dash-synthetic-") as folder:
        package = Path(folder) / "package"
        make_package(package, rows)
        yield package


def make_package(folder: Path, rows: int = ROWS, seed: int = SEED) -> None:
    """Write a data package with so many priorities that the build accepts whole.

    Strategies, sources, domains and platform themes are those of real priorities, drawn anew for
    each; titles and descriptions are words drawn from a vocabulary of 20 000 in which a word is
    the rarer the further back it stands: the real words first, made-up words behind them. The same
    seed gives the same files, with any number of threads.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; must not exist yet.
    rows : int
        Priorities.
    seed : int
        Another seed gives another package.

    Raises
    ------
    FileExistsError
        If there is such a folder.
    ValueError
        If it is within the real data package.
    """
    if folder.resolve().is_relative_to(DATA):
        raise ValueError(f"{folder} is within the real data package.")
    shutil.copytree(DATA, folder, ignore=lambda *_: [f"{name}.csv" for name in REPLACED])
    say_that_it_is_synthetic(folder / "datapackage.json")
    with duckdb.connect(":memory:") as con:
        for name in REPLACED:
            file = str(DATA / f"{name}.csv")
            con.execute(f"CREATE TABLE real_{name} AS FROM read_csv(?, all_varchar = true)", [file])
        con.execute("SET VARIABLE seed = ?", [seed])
        # A number from 0 up to 1 for any two keys, the same in every thread.
        con.execute("CREATE MACRO chance(a, b) AS hash(a, b, getvariable('seed')) / 2.0 ** 64")
        con.execute("CREATE MACRO pick(a, b, n) AS floor(chance(a, b) * n)::BIGINT")
        _write_vocabulary(con)
        con.execute(_PRIORITY.format(rows=int(rows)))
        for name, query in _FILES.items():
            con.execute(f"COPY ({query}) TO '{quoted(folder / name)}.csv' (HEADER)")


def say_that_it_is_synthetic(file: Path) -> None:
    """Mark the description of a package as of no territory."""
    package = json.loads(file.read_text(encoding="utf-8"))
    package["title"] = "Synthetic data for measuring: not about any territory"
    file.write_text(
        json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8", newline="\n"
    )


def _write_vocabulary(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the table ``vocabulary`` with one row, the list ``words``, the most frequent first."""
    con.execute("SET VARIABLE syllables = ?", [list(SYLLABLES)])
    con.execute(_VOCABULARY.format(size=VOCABULARY))


def quoted(path: Path) -> str:
    """A path within an SQL text."""
    return str(path).replace("'", "''")


_VOCABULARY = r"""
    CREATE TABLE vocabulary AS
    WITH real AS (
        SELECT word, count(*) AS uses FROM (
            SELECT unnest(regexp_extract_all(
                lower(concat_ws(' ', title, description)), '[\pL\pN]+')) AS word
            FROM real_priority)
        GROUP BY word),
    made_up AS (
        SELECT DISTINCT array_to_string(list_transform(
            range(2 + pick(number, 'syllables', 3)),
            lambda k: getvariable('syllables')[
                1 + pick(number, k, len(getvariable('syllables')))]), '') AS word
        FROM range(2 * {size}) AS numbers(number)),
    ranked AS (
        SELECT word, uses FROM real
        UNION ALL
        SELECT word, 0 FROM made_up ANTI JOIN real USING (word)
        ORDER BY uses DESC, chance(word, 'rank'), word LIMIT {size})
    SELECT list(word ORDER BY uses DESC, chance(word, 'rank'), word) AS words FROM ranked
"""

# With an exponent drawn evenly from 0 to 1, rank r comes about 1/r times as often as rank 1: Zipf's
# law, which words of any language follow.
_WORDS = """list_transform(range({fewest} + pick(number, '{key}', {most} - {fewest} + 1)),
    lambda k: words[floor(len(words) ** chance(number, '{key}' || k))::BIGINT]
        || CASE WHEN chance(k, number) < {commas} THEN ',' ELSE '' END)"""
_TITLE = _WORDS.format(key="title", fewest=2, most=8, commas=0)
_DESCRIPTION = _WORDS.format(key="description", fewest=5, most=20, commas=0.08)

_PRIORITY = f"""
    CREATE TABLE priority AS
    WITH known AS (
        SELECT *, row_number() OVER (ORDER BY priority_id) - 1 AS place FROM real_priority),
    drawn AS (
        SELECT number,
            pick(number, 'strategy', (SELECT count(*) FROM known)) AS place,
            pick(number, 'classes', (SELECT count(*) FROM known)) AS class_place,
            array_to_string({_TITLE}, ' ') AS title,
            CASE WHEN chance(number, 'described') < 0.75
                THEN rtrim(array_to_string({_DESCRIPTION}, ' '), ',') || '.' END AS description,
            CASE WHEN chance(number, 'classified') < 0.9
                THEN 'editorial' ELSE 'source' END AS classified_by
        FROM range({{rows}}) AS numbers(number), vocabulary),
    placed AS (
        SELECT drawn.*, territory_id, period, source_url, as_of,
            row_number() OVER (PARTITION BY territory_id, period ORDER BY number) AS running
        FROM drawn JOIN known USING (place))
    SELECT number, placed.territory_id, placed.period,
        format('{{{{}}}}-{{{{}}}}-{{{{:02d}}}}', placed.territory_id, placed.period[:4], running)
            AS priority_id,
        upper(placed.title[1]) || placed.title[2:] AS title,
        upper(placed.description[1]) || placed.description[2:] AS description,
        placed.classified_by, placed.source_url, placed.as_of, known.priority_id AS classified_as
    FROM placed JOIN known ON class_place = known.place
    ORDER BY number
"""

# Priorities of all strategies stand mixed: the first rows look like the rest, as a reader expects
# that guesses types from them, and no question is quick because of the order of the file.
_FILES = {
    "priority": """
        SELECT priority_id, territory_id, period, title, description, classified_by, source_url,
            as_of
        FROM priority ORDER BY number""",
    "priority_domain": """
        SELECT priority.priority_id, domain_code, position
        FROM priority JOIN real_priority_domain AS known ON classified_as = known.priority_id
        ORDER BY number, domain_code""",
    "priority_platform": """
        SELECT priority.priority_id, platform_id, position
        FROM priority JOIN real_priority_platform AS known ON classified_as = known.priority_id
        ORDER BY number, position::BIGINT""",
    # A strategy that no priority was drawn for is left out; a stated number grows with the held.
    "strategy": """
        SELECT territory_id, period, count(*) AS documented_count,
            ceil(count(*) * any_value(stated_count::BIGINT / documented_count::BIGINT))::BIGINT
                AS stated_count,
            any_value(completeness) AS completeness,
            any_value(completeness_note) AS completeness_note,
            any_value(evidence_note) AS evidence_note, any_value(real_strategy.title) AS title,
            any_value(real_strategy.document_url) AS document_url,
            any_value(real_strategy.adopted_date) AS adopted_date,
            any_value(real_strategy.managing_body) AS managing_body,
            any_value(real_strategy.budget_eur) AS budget_eur,
            any_value(real_strategy.source_url) AS source_url
        FROM priority JOIN real_strategy USING (territory_id, period)
        GROUP BY territory_id, period ORDER BY territory_id, period""",
}
