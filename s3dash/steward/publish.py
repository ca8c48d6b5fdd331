"""Publishing a changed data package: whole or not at all, one at a time, with the way back.

The desk keeps a folder of its own beside the tables: the lock, what each change replaced, and a
mark while a change is under way. An interrupted one is taken back, or, once its store is
published, brought to its end.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from s3dash.package.description import PACKAGE_FILE
from s3dash.package.problems import DataProblems
from s3dash.package.schema import Field, Resource
from s3dash.steward.base import Base, digest_of
from s3dash.steward.canonical import csv_bytes, json_bytes, next_version
from s3dash.steward.log import (
    CHANGES_FILE,
    PATH,
    RESOURCE,
    TABLE,
    Occasion,
    chapter_of,
    log_rows,
    with_chapter,
    without_chapter,
)
from s3dash.steward.review import Review
from s3dash.store.build import BuildSummary, StoreNotWritten, build, publish_kept
from s3dash.store.connection import Store, StoreError
from s3dash.store.place import flush_file, flush_folder, scratch, try_lock
from s3dash.store.remedies import explained
from s3dash.store.versions import drop, folder_of, kept_files

DESK = ".desk"
"""Folder of the desk, inside that of the data package."""
MOST_KEPT = 20
"""Changes that can be undone, one after the other."""
LONGEST_BY = 40
GIVEN = "given"
"""File of the desk with the versions that changes were given: also of those taken back since."""


class NotApplied(Exception):
    """The change was not made, in a sentence; all is as it was."""


@dataclass(frozen=True)
class Applied:
    """A change that was made: the version before and after, and the store that shows it.

    ``note`` is what whoever made it has to know of it beside; mostly empty.
    """

    before: str
    version: str
    summary: BuildSummary
    note: str = ""


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever a step of a change meets is why the change is not made."""
    try:
        yield
    except DataProblems as found:
        told = "; ".join(map(str, found.problems[:3]))
        raise NotApplied(f"The base would not be in order: {told}") from found
    except StoreNotWritten as error:
        raise NotApplied(str(error)) from error
    except OSError as error:
        raise NotApplied(f"The data cannot be written: {explained(error)}.") from error


@contextmanager
def desk_locked(data_dir: Path) -> Iterator[None]:
    """Have the desk to oneself; first brings a change that was interrupted to one end or the other.

    Raises
    ------
    NotApplied
        If another change is under way, or the folder of the desk cannot be written to.
    """
    desk = data_dir / DESK
    with ExitStack() as stack:
        try:
            desk.mkdir(exist_ok=True)
            stream = stack.enter_context((desk / "lock").open("a+b"))
            if not try_lock(stream):
                raise NotApplied("Another import is under way. Try again when it is done.")
            _recover(data_dir)
        except OSError as error:
            raise NotApplied(
                f"The desk's folder {desk} cannot be used: {explained(error)}."
            ) from error
        for left in desk.glob("next-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@_in_words()
def apply(
    review: Review, store: Path, *, by: str, why: str, today: date | None = None
) -> Applied | None:
    """Write what a review takes into the data package and publish the store; the desk is locked.

    Returns None where there is nothing to change.

    Parameters
    ----------
    by
        Who makes the change: a role or initials.
    why
        The reason, for the log.

    Raises
    ------
    NotApplied
        If anything stands against it. All is as it was.
    """
    data_dir = review.base.folder
    by, why = " ".join(by.split()), " ".join(why.split())
    if not by or len(by) > LONGEST_BY or "@" in by:
        raise NotApplied(f"Name a role or initials of at most {LONGEST_BY} letters, no address.")
    if not why:
        raise NotApplied("Say why the change is made.")
    if digest_of(data_dir) != review.base.digest:
        raise NotApplied("The base was changed since the review. Review the files again.")
    if review.blockers:
        told = "; ".join(map(str, review.blockers[:3]))
        raise NotApplied(f"The base would not be in order: {told}")
    if not review.taken:
        return None
    day = today or date.today()
    before = review.base.package.version
    occasion = Occasion(next_version(_given(review.base), day), day, by, why)
    files, chapter = _files(review, occasion)
    note = {"before": before, "after": occasion.version, "chapter": chapter}
    summary = _exchange(data_dir, store, files, note)
    return Applied(before, occasion.version, summary)


def _given(base: Base) -> list[str]:
    """Versions that the data have or had: what a reader has seen is never the name of another."""
    file = base.folder / DESK / GIVEN
    given = file.read_text(encoding="utf-8").split() if file.is_file() else []
    logged = {row["version"] for row in base.rows(TABLE) if row["version"]}
    return [base.package.version, *given, *logged]


def _files(review: Review, occasion: Occasion) -> tuple[dict[str, bytes | None], str]:
    """The files of the package that the change writes, and its chapter in `CHANGES_FILE`."""
    base = review.base
    files: dict[str, bytes | None] = {
        base.resource(table).path: csv_bytes(base.resource(table), review.draft.rows(table))
        for table in review.draft.touched
    }
    descriptor = json.loads(base.package.json)
    descriptor["version"] = occasion.version
    descriptor["created"] = f"{occasion.day.isoformat()}T00:00:00Z"
    if not base.has(TABLE):
        descriptor["resources"].append(RESOURCE)
    files[PACKAGE_FILE] = json_bytes(descriptor)
    rows = [*review.draft.rows(TABLE), *log_rows(review, occasion)]
    fields = tuple(Field(one["name"], one["type"]) for one in RESOURCE["schema"]["fields"])
    files[PATH] = csv_bytes(Resource(TABLE, PATH, "", "", fields, (), ()), rows)
    text = _told(base.folder)
    chapter = chapter_of(review, occasion)
    files[CHANGES_FILE] = with_chapter(text, chapter).encode()
    return files, chapter


@_in_words()
def undo(data_dir: Path, store: Path) -> Applied:
    """Bring back the state before the last change; the desk is locked.

    Raises
    ------
    NotApplied
        If there is none, or if the files were changed since by other means.
    """
    kept = _kept(data_dir)
    if not kept:
        raise NotApplied("There is no change to undo.")
    last = kept[-1]
    note = _note(last)
    if note["digest"] != digest_of(data_dir):
        raise NotApplied(
            f"The files are not as the change to {note['after']} left them: undo it by hand."
        )
    version = Base.open(data_dir).package.version
    files: dict[str, bytes | None] = {
        name: (last / "files" / name).read_bytes() if was_there else None
        for name, was_there in note["files"].items()
    }
    told = _keep_what_is_told(data_dir, files, note)
    _give(data_dir / DESK, version)
    summary = _exchange(data_dir, store, files, {"undoes": last.name})
    return Applied(version, note["before"], summary, told)


def _told(data_dir: Path) -> str:
    """The text of `CHANGES_FILE`, which people write into as well."""
    file = data_dir / CHANGES_FILE
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except UnicodeDecodeError:
        raise NotApplied(f"{file} is not text in UTF-8: save it so, then try again.") from None


def _keep_what_is_told(
    data_dir: Path, files: dict[str, bytes | None], note: Mapping[str, str]
) -> str:
    """Keep what people wrote into `CHANGES_FILE` since a change that is undone; says what was done.

    The check of the data knows nothing of that file: anybody may have put it into better words.
    """
    chapter = note.get("chapter", "")
    text = _told(data_dir)
    before = (files.get(CHANGES_FILE) or b"").decode()
    if CHANGES_FILE not in files or not chapter or text == with_chapter(before, chapter):
        return ""
    kept = without_chapter(text, chapter)
    if kept is None:
        del files[CHANGES_FILE]
        return (
            f"{CHANGES_FILE} was changed by hand since, and is left as it is: take out by hand "
            f"what it says of {note['after']}."
        )
    files[CHANGES_FILE] = kept.encode()
    return (
        f"{CHANGES_FILE} was changed by hand since: only the chapter of {note['after']} was "
        "taken out."
    )


def last_change(data_dir: Path) -> tuple[str, str] | None:
    """Versions before and after the change that `undo` would take back; None: there is none."""
    kept = _kept(data_dir)
    if not kept:
        return None
    try:
        note = _note(kept[-1])
    except NotApplied:
        return None
    return note["before"], note["after"]


def _note(kept: Path) -> dict[str, Any]:
    """What is known of a change that is kept."""
    file = kept / "note.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise NotApplied(
            f"{file} is damaged. What the change replaced is in {kept / 'files'}: bring it back by "
            "hand, then remove that folder."
        ) from None
    return found


def _kept(data_dir: Path) -> list[Path]:
    desk = data_dir / DESK
    # What is under way in another program is no change yet.
    now = _under_way(desk)
    return sorted(
        one for one in desk.glob("undo/*") if one.name != now and (one / "note.json").is_file()
    )


def _under_way(desk: Path) -> str:
    """Name of the change that is under way, or was interrupted; empty: there is none."""
    try:
        return (desk / "under-way").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _exchange(
    data_dir: Path, store: Path, files: Mapping[str, bytes | None], note: Mapping[str, str]
) -> BuildSummary:
    """Put files into the data package and publish the store built from them, or do nothing.

    ``note`` is what the way back is known by: versions ``before`` and ``after``; or the change that
    this one ``undoes``, and then there is no way back.
    """
    desk = _made(data_dir / DESK)
    store = store.resolve()
    _made(store.parent)
    with (
        tempfile.TemporaryDirectory(prefix="next-", dir=desk) as next_dir,
        scratch(store, is_alone=True) as store_dir,
    ):
        changed = Path(next_dir) / "data"
        shutil.copytree(data_dir, changed, ignore=shutil.ignore_patterns(DESK))
        for name, content in files.items():
            if content is None:
                (changed / name).unlink(missing_ok=True)
            else:
                (changed / name).write_bytes(content)
                flush_file(changed / name)
        # A store of somebody else in that place is refused before anything is written.
        built = store_dir / store.name
        summary = build(changed, built, replaces=store)
        about = {"store": str(store), "built_from": _built_from(built)}
        _give(desk, note.get("after"))
        versions = sorted(kept_files(store, about["built_from"]))
        about |= {"digest": digest_of(changed)}
        _remember(data_dir, files, {**note, **about, "versions": versions})
        try:
            for name, content in files.items():
                if content is None:
                    (data_dir / name).unlink(missing_ok=True)
                else:
                    (changed / name).replace(data_dir / name)
            flush_folder(data_dir)
            publish_kept(built, store, about["built_from"])
        finally:
            _recover(data_dir)
        for old in _kept(data_dir)[:-MOST_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    return summary


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _give(desk: Path, version: str | None) -> None:
    """Note that a version is given, before anybody sees it."""
    file = desk / GIVEN
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if version and version not in before.split():
        _write(file, f"{before}{version}\n")


def _remember(
    data_dir: Path, files: Mapping[str, bytes | None], note: Mapping[str, object]
) -> None:
    """Keep what the change replaces, and mark that it is under way: with its note, not before."""
    desk = data_dir / DESK
    names = [int(one.name) for one in (desk / "undo").glob("*") if one.name.isdigit()]
    folder = desk / "undo" / f"{max(names, default=0) + 1:06}"
    (folder / "files").mkdir(parents=True)
    was_there = {name: (data_dir / name).is_file() for name in files}
    for name in (one for one, is_there in was_there.items() if is_there):
        shutil.copy2(data_dir / name, folder / "files" / name)
        flush_file(folder / "files" / name)
    flush_folder(folder / "files")
    _write(desk / "under-way", folder.name)
    _write(folder / "note.json", json.dumps({**note, "files": was_there}))


def _write(file: Path, text: str) -> None:
    """Write a text whole or not at all."""
    beside = file.with_name(f"{file.name}.next")
    beside.write_text(text, encoding="utf-8", newline="\n")
    flush_file(beside)
    beside.replace(file)
    flush_folder(file.parent)


def _recover(data_dir: Path) -> None:
    """End a change that is under way: it is made once its store is published, else taken back.

    May be interrupted itself, and is then done again.
    """
    desk = data_dir / DESK
    undo_dir = desk / "undo"
    if name := _under_way(desk):
        note_file = undo_dir / name / "note.json"
        if note_file.is_file():
            note = _note(note_file.parent)
            is_made = _is_made(note)
            if not is_made:
                _take_back(data_dir, note_file.parent / "files", note["files"])
                _drop_version(note)
            elif "undoes" in note:
                shutil.rmtree(undo_dir / note["undoes"], ignore_errors=True)
            if not is_made or "undoes" in note:
                note_file.unlink()
        (desk / "under-way").unlink()
    for folder in undo_dir.glob("*"):
        if not (folder / "note.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)


def _take_back(data_dir: Path, kept: Path, files: Mapping[str, bool]) -> None:
    for name, was_there in files.items():
        if was_there:
            shutil.copy2(kept / name, data_dir / name)
        else:
            (data_dir / name).unlink(missing_ok=True)


def _is_made(note: Mapping[str, Any]) -> bool:
    """Whether the store of a change is published; notes of before there was one do not say."""
    built_from = note.get("built_from")
    return built_from is not None and _built_from(Path(note["store"])) == built_from


def _drop_version(note: Mapping[str, Any]) -> None:
    """Forget the version that was kept for a change that was not made."""
    if "versions" not in note:
        # Of before versions were kept with a change: which of them is its own, nobody knows.
        return
    store = Path(note["store"])
    for name in kept_files(store, note["built_from"]) - frozenset(note["versions"]):
        drop(folder_of(store) / name)


def _built_from(store: Path) -> str:
    """Digest of the data that a store was built from; empty where none can be read."""
    try:
        with Store.open(store) as opened:
            [(digest,)] = opened.rows("SELECT data_digest FROM build_info")
    except StoreError:
        return ""
    return str(digest)
