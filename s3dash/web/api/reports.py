"""Reports by link: ``/region.pdf?territory=ITI1``, ``/partnership.docx?partnership=...``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.comparison import all_territories
from s3dash.takeaway.file_names import file_name
from s3dash.takeaway.reports.comparison import FEWEST, MOST, comparison_report
from s3dash.takeaway.reports.document import Document
from s3dash.takeaway.reports.make import FORMS, written
from s3dash.takeaway.reports.partnership import partnership_report
from s3dash.takeaway.reports.platform import platform_report
from s3dash.takeaway.reports.region import region_report
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.asking import AS_OF, TERRITORY, day_of
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.problems import wrong

PARTNERSHIP = Parameter(
    "partnership", "The partnership.", example="high-tech-farming", is_required=True
)
PLATFORM = Parameter("platform", "The platform.", example="energy", is_required=True)
TERRITORIES = Parameter(
    "territory", f"{FEWEST} to {MOST} territories.", example="ITI1", many=True, is_required=True
)
SINCE = Parameter("since", "Day of the last report.", "date", "2025-01-01")


@dataclass(frozen=True)
class Report:
    """A report: the address of its page, its parameters, and what makes it.

    ``make`` returns the name of the file beside the report.
    """

    path: str
    parameters: tuple[Parameter, ...]
    make: Callable[[Asked, Given, date], tuple[str, Document]]


def _region(asked: Asked, given: Given, day: date) -> tuple[str, Document]:
    code = given.code(TERRITORY, asked.store.once(all_territories))
    return f"region-{code}", region_report(asked.store, code, day)


def _partnership(asked: Asked, given: Given, day: date) -> tuple[str, Document]:
    code = given.code(PARTNERSHIP, asked.store.once(partnership_names))
    since = given.day(SINCE)
    if since and since > day:
        raise wrong(SINCE.name, since.isoformat(), f"a day that is not after {day}")
    return f"partnership-{code}", partnership_report(asked.store, code, day, since)


def _platform(asked: Asked, given: Given, day: date) -> tuple[str, Document]:
    code = given.code(PLATFORM, asked.store.once(all_platforms))
    return f"platform-{code}", platform_report(asked.store, code, day)


def _comparison(asked: Asked, given: Given, day: date) -> tuple[str, Document]:
    codes = given.codes(TERRITORIES, asked.store.once(all_territories))
    if not FEWEST <= len(codes) <= MOST:
        raise wrong(TERRITORIES.name, ", ".join(codes), TERRITORIES.meaning)
    return f"comparison-{'-'.join(codes)}", comparison_report(asked.store, codes, day)


REPORTS = (
    Report("region", (TERRITORY, AS_OF), _region),
    Report("partnership", (PARTNERSHIP, SINCE, AS_OF), _partnership),
    Report("platform", (PLATFORM, AS_OF), _platform),
    Report("compare", (TERRITORIES, AS_OF), _comparison),
)


def report_paths() -> list[str]:
    """The addresses of all reports."""
    return [f"/{one.path}.{ending}" for one in REPORTS for ending in FORMS]


def report_answer(report: Report, ending: str) -> Make:
    """What answers the address of a report."""

    def made(asked: Asked) -> Answer:
        given = Given(asked.parameters, report.parameters)
        day = day_of(given)
        name, document = report.make(asked, given, day)
        file = file_name(name, ending, version=asked.about.version, as_of=day)
        return Answer(
            [written(asked.store, document, ending)],
            FORMS[ending].media_type,
            {"Content-Disposition": f'attachment; filename="{file}"'},
        )

    return made
