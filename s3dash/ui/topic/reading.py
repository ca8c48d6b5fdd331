"""What topic the link asks for, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from s3dash.queries.base.codes import code_labels
from s3dash.queries.explorer import priorities as ask
from s3dash.queries.explorer.typed import LONGEST_TEXT
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.topic.subject import Topic
from s3dash.store.connection import Store
from s3dash.ui.address.link import Link
from s3dash.ui.address.notices import shortened
from s3dash.ui.look.text import capitalised
from s3dash.ui.shell import mine
from s3dash.ui.shell.library import answer, store

OF_TOPIC = ("about", "domain", "platform", "partnership", "priority")
"""Parameters of the link that say what the topic is."""
LONGEST_LABEL = 80


@dataclass(frozen=True)
class Chosen:
    """What the link asks for.

    Attributes
    ----------
    topic : Topic
    label : str
        The topic in words; long ones are cut.
    mine : str
        Code of the region of one's own; empty: none.
    mine_name : str
        Its name with the code.
    """

    topic: Topic
    label: str
    mine: str
    mine_name: str

    @property
    def title(self) -> str:
        """The topic as a title: words without their quotes."""
        return capitalised(self.label.removeprefix("“").replace("”", "", 1))

    @property
    def parameters(self) -> dict[str, str | list[str]]:
        """Parameters of a link to this view."""
        return of_topic(self.topic) | ({"for": self.mine} if self.mine else {})


def of_topic(topic: Topic) -> dict[str, str | list[str]]:
    """Parameters of a link to a topic."""
    named: dict[str, str | list[str]] = {
        "about": topic.about,
        "domain": list(topic.domains),
        "platform": topic.platform_id,
        "partnership": topic.partnership_id,
        "priority": topic.priority_id,
    }
    return {name: value for name, value in named.items() if value}


def read() -> tuple[Chosen, Link]:
    """What the link asks for; the link has noted what in it means nothing."""
    link = Link()
    priority_id = link.text("priority")
    record = ask.priority(store(), priority_id) if priority_id else None
    if priority_id and record is None:
        link.tell("priority", priority_id)
    given = link.text("about")
    # One letter more than counts, so that the reader is told that it was cut.
    words = " ".join(given.split())[: LONGEST_TEXT + 1]
    if len(given) > LONGEST_TEXT + 1:
        link.write({"about": words})
    topic = Topic(
        about=words,
        domains=link.many("domain", answer(_domains)),
        platform_id=link.one("platform", answer(all_platforms)),
        partnership_id=link.one("partnership", answer(partnership_names)),
        priority_id=priority_id if record else "",
    )
    known = answer(all_territories)
    # Which may be the one chosen before: then the link says so from now on.
    code = link.one("for", known) or (mine.my_region() if mine.my_region() in known else "")
    if code and not link.names("for"):
        link.write({"for": code})
    title = str(record["title"]) if record else ""
    place = f"{record['territory']}, {record['period']}" if record else ""
    return Chosen(topic, label(topic, title, place), code, known.get(code, "")), link


def label(topic: Topic, title: str = "", place: str = "") -> str:
    """A topic in words; ``title``, ``place``: those of its priority."""
    said = [
        f"“{shortened(topic.about, LONGEST_LABEL)}”" if topic.search.terms else "",
        " or ".join(answer(_domains)[code] for code in topic.domains),
        f"theme of {answer(all_platforms)[topic.platform_id]}" if topic.platform_id else "",
        answer(partnership_names)[topic.partnership_id].rpartition(" (")[0]
        if topic.partnership_id
        else "",
        f"“{shortened(title, LONGEST_LABEL)}” of {place}" if topic.priority_id else "",
    ]
    return ", ".join(filter(None, said))


def _domains(store: Store) -> Mapping[str, str]:
    """Domains of all taxonomies: code -> label."""
    return {code: name for code, (kind, name) in code_labels(store).items() if kind != "platforms"}
