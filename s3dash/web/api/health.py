"""Whether the server lives (``/healthz``) and can answer (``/readyz``), for who watches it."""

from __future__ import annotations

import json

import s3dash
from s3dash.store.condition import CONDITION
from s3dash.web.api.answers import Answer, Asked

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def health_answer(asked: Asked) -> Answer:
    """That the store can be read, and which one it is."""
    asked.store.rows("SELECT count(*) FROM territory")
    about = asked.about
    told: dict[str, object] = {
        "status": "ok",
        "build": about.data_digest[:16],
        "built_at": f"{about.built_at:{_MOMENT}}",
        "data_version": about.version,
        "version": s3dash.__version__,
    }
    # Of a newer one that is not served: why in a word, the rest is in the log.
    if refused := CONDITION.refused:
        told["newer_store"] = {"refused": refused.why, "since": f"{refused.since:{_MOMENT}}"}
    if checked := CONDITION.checked_at:
        told["checked_at"] = f"{checked:{_MOMENT}}"
    return Answer([json.dumps(told).encode()], "application/json", {"Cache-Control": "no-store"})
