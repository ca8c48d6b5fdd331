"""Reports by link: the right file, and what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import docx
import pytest

from s3dash.web.api.routes import PATHS

Get = Callable[..., Any]


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/region.docx", "territory=iti1", "Toscana"),
        (
            "/partnership.docx",
            "partnership=high-tech-farming&since=2020-01-01&as_of=2022-01-01",
            "Progress of High Tech Farming",
        ),
        ("/platform.docx", "platform=energy", "The platform Energy"),
        ("/compare.docx", "territory=ITI1&territory=DE1", "Toscana · Baden-Württemberg"),
    ],
)
def test_a_link_gives_the_report(get: Get, path: str, query: str, said: str) -> None:
    answer = get(path, query)
    assert answer.status == 200
    assert docx.Document(io.BytesIO(answer.body)).paragraphs[0].text == said
    assert path in PATHS
    assert 'filename="s3dash-' in answer.headers["content-disposition"]
    pdf = path.replace(".docx", ".pdf")
    assert pdf in PATHS
    again = get(path, query, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


def test_a_pdf_is_a_pdf(get: Get) -> None:
    answer = get("/partnership.pdf", "partnership=bioenergy")
    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/region.pdf", "", "territory"),
        ("/region.pdf", "territory=XX99", "territory"),
        ("/region.pdf", "territory=ITI1&as_of=2999-01-01", "as_of"),
        ("/region.pdf", "territory=ITI1&view=change", "view"),
        ("/partnership.pdf", "partnership=nothing", "partnership"),
        ("/partnership.pdf", "partnership=bioenergy&since=soon", "since"),
        ("/partnership.pdf", "partnership=bioenergy&since=9999-12-31", "since"),
        ("/partnership.pdf", "partnership=bioenergy&since=2022-01-02&as_of=2022-01-01", "since"),
        ("/platform.pdf", "platform=nothing", "platform"),
        ("/compare.pdf", "territory=ITI1", "territory"),
        ("/compare.pdf", "", "territory"),
    ],
)
def test_what_means_nothing_is_refused(get: Get, path: str, query: str, parameter: str) -> None:
    answer = get(path, query)
    assert answer.status == 400
    assert json.loads(answer.body)["parameter"] == parameter
