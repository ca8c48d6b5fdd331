"""What partners the link asks for."""

from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.subjects import own_priorities, own_themes
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.comparison import all_territories
from s3dash.ui.address.link import Link
from s3dash.ui.partners import weights
from s3dash.ui.partners.choices import BY_MODE, KILOMETRES, MODE_NAMES, ONLY, VIEWS, Chosen
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer


def read() -> tuple[Chosen, Link]:
    """What the link asks for; the link has noted what in it means nothing."""
    link = Link()
    is_named = link.names("territory")
    link.restore()
    if chrome.is_entered() and not is_named:
        # Not that of the last visit, but the one looked at last, on whatever page.
        link.write({"territory": "", "priority": ""})
    known = answer(all_territories)
    given = link.record("territory", known)
    name = known.get(given or "", "")
    if given and not name:
        link.tell("territory", given)
    titles = answer(own_priorities, given) if name else {}
    themes = answer(own_themes, given) if name else {}
    by_mode = {name: link.one(name, {"yes": "yes", "no": "no"}) for name in BY_MODE}
    switches = {name: link.flag(name) for name in ONLY if name not in BY_MODE}
    kilometres = link.one("km", {str(km): str(km) for km in KILOMETRES})
    wish = Wish(
        territory_id=given or "",
        platform_id=link.one("platform", answer(all_platforms)),
        priority_id=link.one("priority", titles) if name else "",
        mode=link.one("mode", MODE_NAMES),
        weights=weights.read(link),
        countries=link.many("country", answer(countries)),
        most_km=float(kilometres) if kilometres else None,
        neighbours_only=_said(by_mode["neighbours"]),
        abroad_only=_said(by_mode["abroad"]),
        macro_region_only=switches["macro_region"],
        unlinked_only=switches["unlinked"],
        less_developed_only=switches["less_developed"],
    )
    return Chosen(wish, link.one("view", VIEWS), given, name, titles, themes), link


def _said(answer_in_link: str) -> bool | None:
    return answer_in_link == "yes" if answer_in_link else None
