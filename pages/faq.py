"""Questions: what newcomers ask, answered from this base."""

from s3dash.ui.reference import faq
from s3dash.ui.shell import chrome

chrome.heading("Questions", chrome.text("questions"))
faq.show()
