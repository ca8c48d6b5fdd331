"""Projects by territory of their partners, and the partners of one."""

from __future__ import annotations

from s3dash.queries.catalogue.catalogues import project_catalogue
from s3dash.queries.catalogue.projects import partners_by_territory
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import MAP, found_in_words, rest_of
from s3dash.web.api.views import shown


def _projects(asked: Asked, given: Given, ground: Ground) -> Drawn:
    catalogue = asked.store.once(project_catalogue)
    names = dict(zip(catalogue.every["project_id"], catalogue.every["name"], strict=True))
    if code := given.code(asking.PROJECT, names):
        frame = partners_by_territory(asked.store, (code,))
        told = [f"{row.country}\npartners: {row.partners}" for row in frame.itertuples()]
        title = f"{names[code]}: documented partners"
        content = maps.counts(
            ground, frame, frame["partners"].tolist(), told, title, f"{len(frame)} territories",
            noun="partners", rest="none on record",
        )  # fmt: skip
        return Drawn(content, title, f"{code}-partners")
    found = asking.catalogue_asked(asked, given, catalogue, asking.PROJECTS)
    frame = partners_by_territory(asked.store, tuple(found.rows["project_id"]))
    told = [
        f"{row.country}\nprojects on record: {row.projects}, partners: {row.partners}"
        for row in frame.itertuples()
    ]
    title = "Projects by territory of their partners"
    content = maps.counts(
        ground, frame, frame["projects"].tolist(), told, title, found_in_words(found, frame),
        noun="projects", rest=rest_of(found),
    )  # fmt: skip
    return Drawn(content, title, "projects", found.filtered)


PAGE = PicturePage("projects", (*asking.PROJECTS, asking.PROJECT, *shown("page")), _projects, MAP)
