"""Links to the report of what a page shows, as PDF and as Word."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

FORMS = {"pdf": "PDF", "docx": "Word"}


def report_links(path: str, parameters: Mapping[str, str | Sequence[str]], what: str) -> str:
    """HTML of two links that download the report.

    Parameters
    ----------
    path : str
        Address of the report without its ending, such as ``region``.
    what : str
        What the report is of, for who hears the links.
    """
    query = urlencode(parameters, doseq=True)
    return " ".join(
        f"<a class=s3-button href='{escape(f'{path}.{ending}?{query}')}' download "
        f"aria-label='{escape(f'Report as {label}, of {what}')}'>Report as {label}</a>"
        for ending, label in FORMS.items()
    )
