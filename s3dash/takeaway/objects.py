"""Answers with lists in their rows as objects of JSON: for commands and the interface alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from s3dash.queries.partners.finder import PARTS
from s3dash.queries.partners.ranking import Ranking
from s3dash.queries.partnerships.progress import OF_STAGES, Stage
from s3dash.queries.territories.structure import Structure
from s3dash.takeaway.export import as_records, json_value


def similar_objects(known: Structure, found: pd.DataFrame) -> list[dict[str, Any]]:
    """The territories nearest in structure; ``found`` as `queries.similarity.similar`.

    Each object has ``rank, territory_id, name, country, distance, themes`` (of each theme that
    counts its ``distance``, its ``share`` of the squared distance, and of its indicators the
    ``years`` that are compared), ``missing_themes`` (those that do not count) and ``is_full``
    (compared on every theme that the one asked for has: these come first).
    """
    years = {
        theme: {
            str(known.indicators["indicator_id"].iat[column]): int(known.common_years[column])
            for column in columns
            if known.common_years[column]
        }
        for theme, columns in known.themes.items()
    }
    objects = []
    for rank, row in enumerate(found.to_dict("records"), 1):
        counts = [theme for theme in known.themes if row[theme] == row[theme]]
        objects.append(
            {
                "rank": rank,
                **{name: row[name] for name in ("territory_id", "name", "country")},
                "distance": round(row["distance"], 6),
                "themes": {
                    theme: {
                        "distance": round(row[theme], 6),
                        "share": round(row[f"{theme}_share"], 6),
                        "years": years[theme],
                    }
                    for theme in counts
                },
                "missing_themes": [theme for theme in known.themes if theme not in counts],
                "is_full": bool(row["is_full"]),
            }
        )
    return objects


def partner_objects(found: Ranking, limit: int | None) -> list[dict[str, Any]]:
    """The first possible partners, each with its score, the parts of it and the reasons."""
    return [
        {
            "rank": rank,
            "territory_id": row["territory_id"],
            "name": row["name"],
            "country": row["country"],
            "lead_group": row["lead_group"],
            "shares_subject": row["shares_subject"],
            "score": _number(row["score"]),
            "parts": {part: _number(row[part]) for part in PARTS},
            "weights": found.weights,
            "structural_distance": _number(row["structural_distance"]),
            "distance_km": _number(row["distance_km"]),
            "shared_partnerships": list(row["partnership_ids"]),
            "macro_regions": _listed(row["macro_regions"]),
            "is_less_developed": row["is_less_developed"],
            "has_partial_list": bool(row["has_partial_list"]),
            "reasons": row["reasons"].split(" · "),
        }
        for rank, row in enumerate(found.told(limit).to_dict("records"), 1)
    ]


def progress_objects(progress: pd.DataFrame, stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """Partnerships, each with its ``stages``; ``progress`` as `partnership_progress` gives it.

    Of each stage: ``stage_id, evidence`` (events), ``latest`` (date), ``state`` (active, earlier,
    related, none), ``direct`` and ``related`` (events so near), ``is_doubtful, revisits``,
    ``revisited`` (date).
    """
    objects = as_records(progress.drop(columns=[*OF_STAGES, "reached_position"]))
    # A column at a time: a cell asked of a frame takes longer than all else here.
    columns = [map(json_value, progress[column].tolist()) for column in OF_STAGES]
    for one, *cells in zip(objects, *columns, strict=True):
        one["stages"] = [
            {"stage_id": stage.stage_id, **dict(zip(OF_STAGES.values(), of_stage, strict=True))}
            for stage, *of_stage in zip(stages, *cells, strict=True)
        ]
    return objects


def _listed(value: object) -> list[str]:
    """Texts of a cell, separated by semicolons; none of an empty one."""
    return value.split("; ") if isinstance(value, str) else []


def _number(value: float) -> float | None:
    """A number of JSON, which has no NaN."""
    return None if value != value else round(float(value), 4)
