"""Guide: which partners at which stage, the challenges, cases from practice, value chains."""

from s3dash.queries.guidance import guidance
from s3dash.ui import chrome, guide
from s3dash.ui.library import answer

found = answer(guidance)
guide.style()
chrome.heading("Guide", chrome.text("guide"))
guide.stages(found)
guide.cards(found, "challenge")
guide.cases(found)
guide.cards(found, "chain")
guide.cards(found, "general")
guide.sources(found)
