"""A topic: who shares it, on a map."""

from __future__ import annotations

from s3dash.queries.base.codes import code_labels
from s3dash.queries.explorer.priorities import priority
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.topic.question import about
from s3dash.queries.topic.subject import Topic
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import MAP
from s3dash.web.api.problems import Refusal, wrong
from s3dash.web.api.views import shown

_TOPIC = (
    Parameter("about", "The topic in words.", example="hydrogen"),
    Parameter("domain", "Domains: any of them.", example="D35", many=True),
    Parameter("platform", "Theme of a platform.", example="energy"),
    Parameter("partnership", "Scope of a partnership.", example="hydrogen-valleys"),
    Parameter("priority", "What a priority is about.", example="DE8-2021-01"),
    Parameter("for", "The region of one's own.", example="AT21"),
)


def _topic(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    words, domain, theme, partnership, like, mine = _TOPIC
    domains = {
        c: name for c, (kind, name) in store.once(code_labels).items() if kind != "platforms"
    }
    code = given.text(like)
    record = priority(store, code) if code else None
    if code and record is None:
        raise wrong(like.name, code, "an identifier of the table priorities")
    topic = Topic(
        about=given.text(words),
        domains=given.codes(domain, domains),
        platform_id=given.code(theme, store.once(all_platforms)),
        partnership_id=given.code(partnership, store.once(partnership_names)),
        priority_id=code,
    )
    if topic.is_empty:
        raise Refusal(400, "No topic is named.", parameter=words.name, allowed=words.meaning)
    label = ", ".join(
        filter(
            None,
            (
                topic.about,
                " or ".join(domains[one] for one in topic.domains),
                store.once(all_platforms).get(topic.platform_id, ""),
                store.once(partnership_names).get(topic.partnership_id, ""),
                str(record["title"]) if record else "",
            ),
        )
    )
    own = given.code(mine, store.once(all_territories))
    content = maps.of_topic(ground, about(store, topic), label, own)
    return Drawn(content, f"Topic: {label}", "topic", label)


PAGE = PicturePage(
    "topic",
    (*_TOPIC, *shown("print")),
    _topic,
    MAP,
    # Whether a period has ended depends on the day.
    is_dated=True,
    any_of=_TOPIC[:-1],
)
