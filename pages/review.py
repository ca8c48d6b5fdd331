"""Review calendar: which partnerships and strategies are due, by their newest evidence."""

from s3dash.ui.look.text import plain, plural
from s3dash.ui.reference import review
from s3dash.ui.shell import chrome

chrome.heading("Review calendar", chrome.text("review"))
calendar = review.choose()
chrome.count(f"{plural(len(calendar.rows), 'record')} ({plain(calendar.words)})")
review.figures(calendar)
review.calendar_link(calendar)
review.show(calendar)
review.countries(calendar)
review.request(calendar)
