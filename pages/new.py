"""What is new: what changed from version to version, by table, territory and partnership."""

from s3dash.present.views import labels_of
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain
from s3dash.ui.reference import changes, news
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import drawn

VIEWS = labels_of("new")
BY = {"tables": "table", "territories": "territory", "partnerships": "partnership"}

chrome.heading("What is new", chrome.text("new"))
found = news.choose()
chrome.count(plain(drawn(changes.figures, found.rows)))
news.versions(found)
news.feed(found)
Link().canonical({"view": VIEWS})
view = filters.switch("Show", "view", VIEWS)
if view == "rows":
    changes.rows(found.rows, found.words, key="new_rows")
else:
    changes.counts(found.rows, by=BY[view], key=f"new_{view}", choice=found.choice)
links.linked_html(
    "<p class=s3>Whole versions, whoever changed them: "
    f"{links.view_link('data', 'compare two of them', view='versions')}.</p>",
    key="new_versions",
)
