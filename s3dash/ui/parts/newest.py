"""A line on what the newest version of the data brought, with the way to all of it."""

from html import escape

from s3dash.queries.base.changes import logged_versions
from s3dash.ui.look.text import long_date, number
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn


def newest_version() -> None:
    """Draw the line; nothing where the data have no change log."""
    if told := drawn(_told):
        links.linked_html(told, key="newest_version")


def _told() -> str:
    versions = answer(logged_versions)
    if versions.empty:
        return ""
    row = versions.iloc[0]
    return (
        f"<p class=s3>Version {escape(row['version'])} of {long_date(row['made_on'])} added "
        f"{number(int(row['added']))} rows and changed {number(int(row['changed']))}: "
        f"{links.page_link('new', 'what is new')}.</p>"
    )
