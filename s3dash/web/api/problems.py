"""What went wrong, told to a program: ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_GIVEN = 200
"""Letters of what was given that are said again."""
TITLES = {
    400: "The question cannot be read",
    404: "There is no such address",
    405: "This can only be read",
    500: "Something went wrong here",
    503: "No answer at the moment",
}


class Refusal(Exception):
    """Why there is no answer.

    Parameters
    ----------
    status : int
        A key of `TITLES`.
    detail : str
        A sentence for people.
    parameter, given : str, optional
        Which parameter of the address is meant, and its value.
    allowed : iterable of str, or str, optional
        What may stand there: values, or words where there are too many.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        parameter: str | None = None,
        given: str | None = None,
        allowed: Iterable[str] | str | None = None,
    ) -> None:
        self.status = status
        self.body: dict[str, object] = {
            "type": "about:blank",
            "title": TITLES[status],
            "status": status,
            "detail": detail,
        }
        if parameter is not None:
            self.body["parameter"] = _shortened(parameter)
        if given is not None:
            self.body["given"] = _shortened(given)
        if allowed is not None:
            self.body["allowed"] = allowed if isinstance(allowed, str) else list(allowed)
        super().__init__(detail)

    def response(self, headers: dict[str, str]) -> Response:
        """The answer that says so; nobody keeps it."""
        content = json.dumps(self.body, ensure_ascii=False).encode("utf-8", "replace")
        more = {"Retry-After": "5"} if self.status == 503 else {}
        return Response(
            content,
            self.status,
            headers={"Cache-Control": "no-store", **more, **headers},
            media_type=MEDIA_TYPE,
        )


def wrong(
    parameter: str, given: str, allowed: Iterable[str] | str, detail: str | None = None
) -> Refusal:
    """The refusal of a parameter whose value means nothing."""
    return Refusal(
        400,
        detail or f"The value of the parameter {_shortened(parameter)} means nothing.",
        parameter=parameter,
        given=given,
        allowed=allowed,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_GIVEN else f"{text[: LONGEST_GIVEN - 1]}…"
