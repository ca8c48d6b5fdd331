"""Library: guides, policy briefs and reports on method and policy."""

from s3dash.queries.catalogue import documents as ask
from s3dash.ui.catalogue import controls, library
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

every = answer(ask.documents)
chrome.heading("Library", chrome.text("library"))
shown = library.choose(every)
if shown.rows.empty:
    controls.none_found()
controls.count(shown, "document")
links.linked_html(records.documents(controls.page_of(shown)), key="document_list")
tables.take_away(
    lambda: shown.rows,
    title="Documents on method and policy",
    filters=shown.words,
    file_name="documents",
    filtered="" if shown.is_all else shown.words,
    key="documents_take",
)
