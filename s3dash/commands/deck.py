"""The command ``python -m s3dash deck``: ready decks, and decks as slides or pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import not_written, refuse, store_option, tell

if TYPE_CHECKING:
    from s3dash.present.deck import Deck
    from s3dash.store.connection import Store

TEXT = "make a deck for a room, or write one as slides or pages"
FORMS = ("pptx", "pdf")


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "deck",
        help=TEXT,
        description=TEXT,
        epilog="Such as: deck new --partnership high-tech-farming -o walk.json; "
        "deck export walk.json --format pptx -o walk.pptx.",
    )
    kinds = command.add_subparsers(title="what to do", metavar="WHAT", required=True)
    new = kinds.add_parser("new", parents=[store_option()], help="make a deck from the data")
    of = new.add_mutually_exclusive_group(required=True)
    of.add_argument("--partnership", metavar="ID", help="the five steps of a partnership")
    of.add_argument("--region", metavar="CODE", help="partners for a region, with reasons")
    of.add_argument("--platform", metavar="NAME", help="a platform: its code or its name")
    new.add_argument("-o", "--output", type=Path, metavar="FILE", help="else it is printed")
    new.set_defaults(run=run_new)
    export = kinds.add_parser(
        "export", parents=[store_option()], help="write a deck as PowerPoint or PDF"
    )
    export.add_argument("deck", type=Path, metavar="FILE", help="a deck")
    export.add_argument("--format", choices=FORMS, help="else as the output ends")
    export.add_argument("-o", "--output", type=Path, metavar="OUT", help="else beside the deck")
    export.add_argument(
        "--template", type=Path, metavar="PPTX", help="your own masters and layouts, for slides"
    )
    export.set_defaults(run=run_export)


# The library is imported inside, so that --help does not wait for it.


def run_new(options: argparse.Namespace) -> int:
    """Write the deck; 1 with a line on stderr where there is no such subject."""
    from s3dash.present.deck import write_deck
    from s3dash.present.ready import UnknownSubject
    from s3dash.store.connection import Store, StoreError

    try:
        with Store.open(options.store) as store:
            text = write_deck(_made(store, options))
        if options.output is None:
            # As UTF-8 also where the console has other letters: a deck is a file.
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8"))
            return 0
        _write(options.output, text.encode("utf-8"))
    except (StoreError, UnknownSubject) as error:
        return refuse(str(error))
    except OSError as error:
        return not_written(options.output, error)
    print(options.output)
    return 0


def _made(store: Store, options: argparse.Namespace) -> Deck:
    from s3dash.present.ready import deck_of_partnership, deck_of_platform, deck_of_region

    if options.partnership:
        return deck_of_partnership(store, options.partnership)
    if options.region:
        return deck_of_region(store, options.region)
    return deck_of_platform(store, options.platform)


def run_export(options: argparse.Namespace) -> int:
    """Write the file; what was left out of the deck, and what could not be shown, is told."""
    from s3dash.present.deck import MOST_BYTES, DeckError, read_deck
    from s3dash.present.export.make import deck_file
    from s3dash.present.export.problems import ExportError
    from s3dash.store.connection import Store, StoreError

    ending = (options.output.suffix[1:].lower() if options.output else "") or "pptx"
    form = options.format or ending
    if form not in FORMS:
        return refuse(f"{options.output} must end with .pptx or .pdf, or name --format.")
    out = options.output or options.deck.with_suffix(f".{form}")
    if out.resolve() == options.deck.resolve():
        return refuse(f"{out} is the deck itself; name another output.")
    try:
        with options.deck.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                size = max(len(content), options.deck.stat().st_size)
                return refuse(
                    f"{options.deck} is too long: it has {size / 1024:,.1f} KB, and a deck at "
                    f"most {MOST_BYTES // 1024}."
                )
        deck, left_out = read_deck(content.decode("utf-8"))
    except OSError as error:
        return refuse(f"{options.deck} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        return refuse(f"{options.deck} is no deck: it is not text in UTF-8.")
    except DeckError as error:
        return refuse(f"{options.deck}: {error}")
    for line in left_out:
        tell(f"{options.deck}: {line}")
    try:
        with Store.open(options.store) as store:
            content = deck_file(
                store, deck, form, template=options.template, tell=_progress, warn=tell
            )
        _write(out, content)
    except (StoreError, ExportError) as error:
        return refuse(str(error))
    except OSError as error:
        return not_written(out, error)
    print(out)
    return 0


def _progress(done: int, whole: int) -> None:
    """One line that counts on a terminal; elsewhere nothing until the end."""
    if sys.stderr.isatty():
        end = "\n" if done == whole else ""
        print(f"\rscene {done} of {whole}", end=end, file=sys.stderr, flush=True)
    elif done == whole:
        tell(f"{whole} scenes drawn")


def _write(path: Path, content: bytes) -> None:
    """Write a file whole: what stood there stays until the new one is complete."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
