"""Whether the server lives (``/healthz``) and can answer (``/readyz``), for who watches it."""

from __future__ import annotations

import json

import s3dash
from s3dash.web.api.answers import Answer, Asked


def health_answer(asked: Asked) -> Answer:
    """That the store can be read, and which one it is."""
    asked.store.rows("SELECT count(*) FROM territory")
    about = asked.about
    told = {
        "status": "ok",
        "build": about.data_digest[:16],
        "built_at": f"{about.built_at:%Y-%m-%dT%H:%M:%SZ}",
        "data_version": about.version,
        "version": s3dash.__version__,
    }
    return Answer([json.dumps(told).encode()], "application/json", {"Cache-Control": "no-store"})
