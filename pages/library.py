"""Library: guides, policy briefs and reports on method and policy."""

from s3dash.queries.catalogue.catalogues import document_catalogue
from s3dash.ui.catalogue import controls
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

catalogue = answer(document_catalogue)
chrome.heading("Library", chrome.text("library"))
shown = controls.choose(catalogue, "monitoring, governance, value chains ...")
controls.count(shown, "document")
links.linked_html(drawn(records.documents, controls.page_of(shown)), key="document_list")
tables.take_away(
    lambda: shown.told,
    title=catalogue.title,
    filters=shown.words,
    file_name=catalogue.file_name,
    filtered=shown.filtered,
    key="documents_take",
    link_adds="",
)
