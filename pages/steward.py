"""Steward: bring in what people send, decide, publish, undo. Only where it is switched on."""

from s3dash.ui.address import filters
from s3dash.ui.shell import chrome, sign_in
from s3dash.ui.steward import apply, bring, desk, doubts, problems, rows, rules, summary

VIEWS = {"problems": "Problems", "rows": "Rows", "publish": "Publish"}
DESK = {"bring": "Bring in", "doubts": "Doubts", "rules": "Rules"}

chrome.heading("Steward", chrome.text("steward"))
if sign_in.refused():
    chrome.stop()
desk.told()
case = desk.case_in_link()
if case is None:
    view = filters.switch("Desk", "desk", DESK)
    if view == "rules":
        rules.show()
    elif view == "doubts":
        doubts.show()
    else:
        bring.form()
        bring.note()
        bring.templates()
        bring.way_back()
else:
    review = desk.review(case)
    summary.show(case, review)
    apply.send_back(case, review)
    view = filters.switch("Show", "view", VIEWS)
    if view == "problems":
        problems.show(case, review)
    elif view == "rows":
        rows.show(case, review)
    else:
        apply.publish(case, review)
