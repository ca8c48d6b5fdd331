"""The page of questions: what a link asks for comes first, and pages lead to theirs."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from s3dash.queries.base.faq import written


def test_a_link_names_what_comes_first(
    visit: Callable[..., AppTest], words: Callable[[AppTest], str]
) -> None:
    app = visit("faq", question="how-is-a-stage-decided", of="region")
    assert not app.exception
    html = words(app)
    assert html.index("How is it decided which stage") < html.index("On the page Region")
    assert html.count("<details open") == 1
    asked = [one.question for one in written() if "region" in one.pages]
    part = html.split("On the page Region")[1].split("<section>")[0]
    assert [question in part for question in asked] == [True] * len(asked)
    assert "{" not in html.split("s3-faq")[1]


def test_names_that_nobody_knows_are_told(
    visit: Callable[..., AppTest], words: Callable[[AppTest], str]
) -> None:
    app = visit("faq", question="<script>alert(1)</script>", of="../data")
    assert not app.exception
    assert "<script>" not in words(app).split("s3-faq")[1]
    assert len(app.warning) == 1


def test_a_page_leads_to_its_questions(visit: Callable[..., AppTest]) -> None:
    app = visit("progress")
    assert "Questions" in [link.proto.label for link in app.get("page_link")]
