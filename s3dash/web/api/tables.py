"""Tables of the data package: ``/api/v1/<plural>.<format>``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urlencode

from s3dash.queries.base.tables import (
    PublicTable,
    TableQuestion,
    count_rows,
    public_tables,
    read_columns,
    read_rows,
)
from s3dash.takeaway.columns import as_told, values_as_told
from s3dash.takeaway.export import Provenance, json_rows
from s3dash.takeaway.file_names import file_name
from s3dash.takeaway.formats import FORMATS, MOST_ROWS, Format, offered
from s3dash.takeaway.notes import notes
from s3dash.web.api import table_questions
from s3dash.web.api.answers import Answer, Asked
from s3dash.web.api.parameters import LIMIT, OFFSET
from s3dash.web.api.problems import Refusal, wrong

MOST_SECONDS = 10.0
"""How long the store may work on one answer."""


def table_answer(asked: Asked) -> Answer:
    """The rows of the table and in the format that the path names."""
    name, ending = asked.request.path_params["file"].rpartition(".")[::2]
    table, form = _table(asked, name, ending), _format(ending)
    if form.needs_places and not table.has_places:
        raise Refusal(
            404,
            f"Rows of {table.plural} have no places.",
            given=ending,
            allowed=list(offered(has_places=False)),
        )
    limit = table_questions.JSON_ROWS if form.ending == "json" else None
    question = table_questions.read(table, asked.parameters, limit)
    if form.needs_places and not any(c.name == "territory_id" for c in question.columns):
        raise wrong("columns", "", "territory_id among them", "Without it a row has no place.")
    pieces = _pieces(asked, question, form)
    # The count comes first, and the store is asked for it at once.
    total = int(next(pieces))
    return Answer(
        pieces,
        form.media_type,
        {"X-Total-Count": str(total)}
        | _next_link(asked, question, total)
        | disposition(form, file_name(table.plural, ending, version=asked.about.version)),
    )


def provenance(asked: Asked, title: str, filters: str) -> Provenance:
    """What a file says of itself: that it is of this address."""
    about = asked.about
    return Provenance(
        title=title,
        filters=filters,
        data_version=about.version,
        built_on=f"{about.built_at:%Y-%m-%d}",
        link=str(asked.request.url),
    )


def disposition(form: Format, name: str) -> dict[str, str]:
    """How a browser treats the file: JSON is looked at, all else is kept."""
    return (
        {} if form.ending == "json" else {"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _table(asked: Asked, name: str, ending: str) -> PublicTable:
    tables = asked.store.once(public_tables)
    if name in tables:
        return tables[name]
    singular = next((one.plural for one in tables.values() if one.name == name), None)
    near = [singular] if singular else get_close_matches(name, list(tables), 1)
    meant = f" Perhaps {near[0]}.{ending} is meant." if near else ""
    raise Refusal(404, f"There is no such table.{meant}", given=name, allowed=list(tables))


def _format(ending: str) -> Format:
    if ending in FORMATS:
        return FORMATS[ending]
    raise Refusal(404, "There is no such format.", given=ending, allowed=list(FORMATS))


def _pieces(asked: Asked, question: TableQuestion, form: Format) -> Iterator[bytes]:
    """How many rows meet the conditions, then the file in pieces."""
    with asked.store.session(MOST_SECONDS) as session:
        total = count_rows(session, question)
        rows = max(0, total - question.offset)
        if not form.is_streamed and min(rows, question.limit or rows) > MOST_ROWS:
            raise Refusal(
                400,
                f"That are {rows:,} rows, too many for one file of {form.label}.",
                parameter=LIMIT.name,
                given=str(question.limit or ""),
                allowed=f"at most {MOST_ROWS:,} rows; csv and json send any number",
            )
        yield str(total).encode()
        table = question.table
        said = asked.request.url.query or f"all rows of {table.name}"
        if form.ending == "json":
            with closing(read_columns(session, question)) as columns:  # type: ignore[type-var]
                yield from json_rows(map(values_as_told, columns))
            return
        names = [column.name for column in question.columns]
        about = replace(
            provenance(asked, table.title, said),
            notes=tuple(notes(asked.store, names, table.name)) if not form.is_streamed else (),
        )
        with closing(read_rows(session, question)) as frames:  # type: ignore[type-var]
            yield from form.pieces(map(as_told, frames), about)


def _next_link(asked: Asked, question: TableQuestion, total: int) -> dict[str, str]:
    """Where the following rows are, if there are any."""
    end = question.offset + (question.limit or 0)
    if not question.limit or end >= total:
        return {}
    own = (LIMIT.name, OFFSET.name)
    others = [(name, value) for name, value in asked.parameters if name not in own]
    follow = urlencode([*others, (LIMIT.name, question.limit), (OFFSET.name, end)])
    return {"Link": f'<{asked.request.url.replace(query=follow)}>; rel="next"'}
