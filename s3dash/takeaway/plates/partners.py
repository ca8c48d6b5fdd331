"""Territories that one shares partnerships with."""

from __future__ import annotations

from s3dash.queries.partnerships.partnerships import partners_of
from s3dash.store.connection import Store
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.charts import plain
from s3dash.takeaway.pictures.maps import Area
from s3dash.takeaway.pictures.sheet import Key, Look
from s3dash.takeaway.plates.classes import Say, areas, counted


def linked_areas(
    store: Store, territory_id: str, name: str, look: Look, say: Say = plain
) -> tuple[list[Area], list[Key]]:
    """A territory and those it shares partnerships with, by their number; itself comes last."""
    partners = partners_of(store, territory_id)
    grades, keys = counted(partners["shared"].tolist(), "partnerships in common", look, say)
    told = [f"{shared} in common" for shared in partners["shared"]]
    found = areas(partners, grades, told)
    own = Area(territory_id, name, len(keys), "", f"region?territory={territory_id}")
    return [*found, own], [*keys, Key(name, tones.role("lead", look.theme))]
