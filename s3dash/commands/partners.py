"""The command ``python -m s3dash partners TERRITORY``: possible partners, ranked, for scripts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import print_json, refuse, store_option, tell

if TYPE_CHECKING:
    from s3dash.queries.partners.ranking import Ranking

LIMIT = 20
WIDENED = (
    "No neighbour of {} in another country has documented priorities; listed instead are "
    "territories of the same macro-region in other countries."
)


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    text = "rank the territories that fit one as partners, with the reasons"
    command = commands.add_parser(
        "partners",
        parents=[store_option()],
        help=text,
        description=text,
        epilog="Parts: match, complement, peer, difference, lead, links. "
        "docs/methods/partners.md has their formulas.",
    )
    command.add_argument("territory", metavar="TERRITORY", help="who looks, such as ITC4")
    command.add_argument(
        "--mode",
        default="implementation",
        choices=("analysis", "design", "implementation", "cross-border"),
        help="stage of the strategy, which decides the weights (default: %(default)s)",
    )
    command.add_argument("--platform", default="", metavar="ID", help="only its theme")
    command.add_argument("--priority", default="", metavar="ID", help="only this priority")
    command.add_argument(
        "--weight",
        action="append",
        default=[],
        type=_weight,
        metavar="PART=NUMBER",
        help="weight of a part in place of that of the mode; may be repeated",
    )
    command.add_argument(
        "--neighbours",
        action=argparse.BooleanOptionalAction,
        help="only neighbours (default: in the mode cross-border)",
    )
    command.add_argument(
        "--abroad",
        action=argparse.BooleanOptionalAction,
        help="other countries only (default: in the mode cross-border)",
    )
    command.add_argument(
        "--macro-region", action="store_true", help="only of a macro-region in common"
    )
    command.add_argument(
        "--country",
        action="append",
        default=[],
        type=str.upper,
        metavar="CODE",
        help="only this country, such as ES; may be repeated",
    )
    command.add_argument("--km", type=_kilometres, metavar="KM", help="at most so far away")
    command.add_argument("--unlinked", action="store_true", help="without a shared partnership")
    command.add_argument(
        "--less-developed", action="store_true", help="GDP per inhabitant below 75 %% of the EU's"
    )
    command.add_argument(
        "--limit", type=_count, default=LIMIT, metavar="N", help="rows (default: %(default)s)"
    )
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=_run)


def _weight(text: str) -> tuple[str, float]:
    part, _, number = text.partition("=")
    return part.strip(), float(number)


def _count(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def _kilometres(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def _run(options: argparse.Namespace) -> int:
    from s3dash.queries.partners.finder import NoPartners, Wish
    from s3dash.queries.partners.ranking import ranking
    from s3dash.store.connection import Store, StoreError
    from s3dash.takeaway.objects import partner_objects

    try:
        with Store.open(options.store) as store:
            wish = Wish(
                territory_id=_as_known(store, options.territory),
                platform_id=options.platform,
                priority_id=options.priority,
                mode=options.mode,
                weights=dict(options.weight),
                neighbours_only=options.neighbours,
                abroad_only=options.abroad,
                macro_region_only=options.macro_region,
                countries=tuple(options.country),
                most_km=options.km,
                unlinked_only=options.unlinked,
                less_developed_only=options.less_developed,
            )
            found = ranking(store, wish)
    except (StoreError, NoPartners) as error:
        return refuse(str(error))
    # For people and programs alike: what goes beside the rows is not part of them.
    if found.nobody:
        tell(found.nobody)
    if found.is_widened:
        tell(WIDENED.format(found.wish.territory_id))
    if found.sample:
        tell(found.sample)
    if options.json:
        print_json(partner_objects(found, options.limit))
    elif not found.nobody:
        _print_table(found, options.limit)
    return 0


def _as_known(store: Any, code: str) -> str:
    """The code as it is written in the data, whatever the letters of the one given."""
    rows = store.rows(
        "SELECT territory_id FROM territory WHERE lower(territory_id) = lower($code)",
        {"code": code},
    )
    return str(rows[0][0]) if rows else code


def _print_table(found: Ranking, limit: int) -> None:
    from s3dash.queries.partners.finder import PARTS

    print(f"{'':>4} {'code':<11}{'score':>6} {'km':>7} " + "".join(f"{p:>11}" for p in PARTS))
    for place, row in enumerate(found.told(limit).to_dict("records")):
        if heading := found.heading(place):
            print(f"{heading}:")
        away = "-" if row["distance_km"] != row["distance_km"] else f"{row['distance_km']:.0f}"
        # Middles say nothing of two that touch: that of Brandenburg lies in Berlin.
        away = "adjoins" if row["is_neighbour"] else away
        parts = "".join(
            f"{'-' if row[part] != row[part] else format(row[part], '.2f'):>11}" for part in PARTS
        )
        print(f"{place + 1:>3}. {row['territory_id']:<11}{row['score']:>6.1f} {away:>7} {parts}")
        print(f"     {row['name']}, {row['country']}")
        for reason in row["reasons"].split(" · "):
            print(f"       {reason}")
