"""Reports by name, and the two forms that they are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store
from s3dash.takeaway.reports import pdf, word
from s3dash.takeaway.reports.document import Document


@dataclass(frozen=True)
class Form:
    """A form that a report is written in."""

    ending: str
    media_type: str
    write: Callable[[Document, datetime], bytes]


FORMS = {
    form.ending: form
    for form in (
        Form("pdf", pdf.MEDIA_TYPE, pdf.to_pdf),
        Form("docx", word.MEDIA_TYPE, word.to_word),
    )
}
"""Ending -> form."""


def written(store: Store, document: Document, ending: str) -> bytes:
    """The report in one of `FORMS`."""
    return FORMS[ending].write(document, store.once(about_store).built_at)


def today() -> date:
    """The day that reports are told for where none is named."""
    return date.today()
