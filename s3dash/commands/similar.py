"""The command ``python -m s3dash similar``: territories by structural distance."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import print_json, refuse, store_option

if TYPE_CHECKING:
    import pandas as pd

    from s3dash.queries.territories.structure import Structure

LONGEST_NAME = 30
LEVELS = (0, 1, 2)
TEXT = "list the territories nearest in structure to one"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("similar", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument("territory", metavar="CODE", help="NUTS 2021 code, such as AT21")
    command.add_argument(
        "--limit", type=_count, default=20, metavar="N", help="how many (default: %(default)s)"
    )
    command.add_argument(
        "--level",
        type=int,
        choices=LEVELS,
        default=2,
        help="NUTS level of the territories listed (default: %(default)s)",
    )
    command.add_argument("--abroad", action="store_true", help="other countries only")
    command.add_argument(
        "--weight",
        action="append",
        default=[],
        type=_weight,
        metavar="THEME=NUMBER",
        help="weight of a theme, 0 leaves it out (default: 1 each); may be repeated",
    )
    command.add_argument(
        "--year",
        type=int,
        metavar="YEAR",
        help="compare the years that nearly all regions have up to this one (default: the newest)",
    )
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print the list; 1 with a line on stderr where there is none."""
    from s3dash.queries.territories.similarity import NotComparable, similar
    from s3dash.queries.territories.structure import structure, years_of_structure
    from s3dash.store.connection import Store, StoreError
    from s3dash.takeaway.objects import similar_objects

    try:
        with Store.open(options.store) as store:
            years = years_of_structure(store)
            if options.year is not None and options.year not in years:
                return refuse(f"--year {options.year}: the years are {', '.join(map(str, years))}.")
            known = structure(store, options.year)
    except StoreError as error:
        return refuse(str(error))
    code = next((c for c in known.codes if c.casefold() == options.territory.casefold()), None)
    try:
        found = similar(
            known,
            code or options.territory,
            _by_theme(known, options.weight),
            options.limit,
            nuts_level=options.level,
            is_abroad=options.abroad,
        )
    except NotComparable as reason:
        return refuse(str(reason))
    if found.empty:
        return refuse(f"Too few indicators are documented to compare {code} with any territory.")
    if options.json:
        print_json(similar_objects(known, found))
    else:
        _print(known, str(code), found)
    return 0


def _print(known: Structure, code: str, found: pd.DataFrame) -> None:
    from s3dash.queries.territories.similarity import years_in_words

    name = known.territories["name"].iat[known.row_of[code]]
    of_year = f" as of {known.as_of}" if known.as_of else ""
    print(f"Nearest in structure to {name} ({code}){of_year}")
    print(f"Years compared: {years_in_words(known)}.")
    print("Distance 0: the same structure. Behind it the share of each theme in it, in per cent:")
    names = [f"{n} {theme}" for n, theme in enumerate(known.themes, 1)]
    print(f"{', '.join(names)}.")
    if found[list(known.themes)].isna().any(axis=None):
        print("-: too few indicators for the theme; the distance is that of the other themes.")
    print()
    numbers = "".join(f"{n:>5}" for n in range(1, len(names) + 1))
    print(f"{'':>4} {'code':<6}{'name':<{LONGEST_NAME + 2}}{'country':<18}{'distance':>8}{numbers}")
    was_full = True
    for rank, row in enumerate(found.to_dict("records"), 1):
        if was_full and not row["is_full"]:
            print(f"Compared on fewer themes than {code} has:")
        was_full = row["is_full"]
        shares = "".join(
            f"{row[f'{theme}_share']:>5.0%}" if row[theme] == row[theme] else f"{'-':>5}"
            for theme in known.themes
        ).replace("%", " ")
        print(
            f"{rank:>4} {row['territory_id']:<6}{_short(row['name']):<{LONGEST_NAME + 2}}"
            f"{row['country'][:17]:<18}{row['distance']:>8.3f}{shares}".rstrip()
        )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _by_theme(known: Structure, given: list[tuple[str, float]]) -> dict[str, float]:
    """Weights by the names of the themes; a theme may be written with hyphens for spaces."""
    names = {_key(theme): theme for theme in known.themes}
    return {names.get(_key(theme), theme): weight for theme, weight in given}


def _key(theme: str) -> str:
    return theme.strip().casefold().replace(" ", "-")


def _weight(text: str) -> tuple[str, float]:
    theme, sign, number = text.rpartition("=")
    if not sign or not theme.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not THEME=NUMBER")
    try:
        return theme.strip(), float(number)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{number!r} is not a number") from None


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return number
