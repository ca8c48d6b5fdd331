"""What is measured: the floor page and every page of the registry."""

from dataclasses import dataclass
from urllib.parse import urlencode

from s3dash.ui.shell.registry import PAGES

# Pages about one record are measured with a record that has much to show.
RECORDS = {
    "topic": {"about": "hydrogen", "for": "AT21"},
    "platform": {"platform": "sustainable-blue-economy"},
    "partnership": {"partnership": "high-tech-farming"},
    "region": {"territory": "ITC4"},
    "compare": {"territory": ["ITC4", "DE1", "FI194"]},
    "partners": {"territory": "ITC4"},
}


@dataclass(frozen=True)
class Target:
    """A page to open: its name, its address and the query that names its record."""

    key: str
    title: str
    url_path: str
    query: str = ""

    @property
    def address(self) -> str:
        """Path and query, relative to the server."""
        return f"/{self.url_path}" + (f"?{self.query}" if self.query else "")


FLOOR_PAGE = Target("floor", "Floor page", "")
TARGETS = tuple(
    Target(spec.key, spec.title, spec.url_path, urlencode(RECORDS.get(spec.key, {}), doseq=True))
    for spec in PAGES
)
