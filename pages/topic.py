"""One topic: who shares it, who works on it together, how far, who fits, what next."""

from s3dash.queries.topic.question import about
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer
from s3dash.ui.topic import boxes, listing, nothing, reading, sections, sheet

chosen, link = reading.read()
topic = chosen.topic
if not topic.is_empty:
    chrome.entitle(chosen.label)
    found = answer(about, topic)
    if Link().flag("print") and not found.is_nothing:
        sheet.show(chosen, found)
        chrome.stop()

listing.style()
if topic.is_empty:
    chrome.heading("Topic", chrome.text("topic"))
else:
    chrome.heading(plain(chosen.title), chrome.text("topic-one"))
link.notice()
boxes.draw(chosen)
nothing.cut(chosen)
if topic.is_empty:
    nothing.only_fillers(chosen)
    listing.show(chosen)
    chrome.stop()

sections.understood(found)
if found.is_nothing:
    nothing.show(chosen, found)
    chrome.stop()

boxes.ways(chosen)
sections.shares(chosen, found)
sections.together(chosen)
sections.evidence(chosen)
sections.fits(chosen, found)
sections.onward(chosen, found)
