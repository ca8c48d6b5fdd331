"""Partner finder: who fits, on a map."""

from __future__ import annotations

from s3dash.queries.territories.comparison import all_territories
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import MAP, plain_name
from s3dash.web.api.views import shown


def _partners(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.partners_asked(asked, given)
    code = found.wish.territory_id
    name = plain_name(asked.store.once(all_territories)[code])
    said = f"Mode: {found.wish.mode}; {len(found.frame)} territories"
    content = maps.of_ranking(ground, found, name, said)
    return Drawn(content, f"Possible partners of {name}", f"{code}-partners-{found.wish.mode}")


PAGE = PicturePage(
    "partners", (*asking.PARTNERS[:-1], *shown("view", "page", "print")), _partners, MAP
)
