"""All platforms, and any one of them: platforms are data, and not each has a page of its own."""

from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.ui.address import filters
from s3dash.ui.address.notices import notice_unknown
from s3dash.ui.platform import cards, page
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

names = answer(all_platforms)
given = filters.record_from_url("platform", names, "Platform")
if given in names:
    page.show(str(given))
else:
    chrome.heading("All platforms", chrome.text("platforms"))
    if given:
        notice_unknown([("platform", given)])
    cards.show()
