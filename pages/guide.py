"""Guide: which partners at which stage, the challenges, cases from practice, value chains."""

from s3dash.ui.parts import guidance
from s3dash.ui.reference import guide
from s3dash.ui.shell import chrome

guidance.style()
chrome.heading("Guide", chrome.text("guide"))
guide.stages()
guide.cards("challenge")
guide.cases()
guide.cards("chain")
guide.cards("general")
guide.sources()
