"""The page that explains the interface to people: ``/api``. No script, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from s3dash.queries.base.tables import OPERATORS, PublicTable, public_tables
from s3dash.takeaway.formats import FORMATS, MOST_ROWS, offered
from s3dash.web.api import tables as api_tables
from s3dash.web.api.answers import Answer, Asked
from s3dash.web.api.parameters import MOST_ROWS as HIGHEST
from s3dash.web.api.parameters import Parameter
from s3dash.web.api.picture_pages import LOOK
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.questions import QUESTIONS
from s3dash.web.api.table_questions import JSON_ROWS, OWN
from s3dash.web.api.views import ENDINGS, PAGES

STYLE = """
:root { color-scheme: light dark; }
body { margin: 2rem auto 4rem; max-width: 60rem; padding: 0 1.25rem; line-height: 1.5;
  font-family: system-ui, sans-serif; color: #16202e; background: #ffffff; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
a { color: #1a4f9c; } code { font-size: .9em; overflow-wrap: anywhere; }
p, ul { max-width: 46rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-bottom: 1px solid #d5dce6; }
.wide { overflow-x: auto; }
details { border-bottom: 1px solid #d5dce6; padding: .45rem 0; }
summary { cursor: pointer; }
summary b { font-weight: 600; } .muted { color: #4c5a6e; }
@media (prefers-color-scheme: dark) {
  body { color: #edf2f9; background: #0f1621; } a { color: #9cc2ff; } .muted { color: #aab8cb; }
  th, td, details { border-color: #33415a; } }
"""


def _of_page(path: str, ending: str, parameters: Iterable[Parameter]) -> str:
    """A link to the file of a page, with an example where it is of one record."""
    needed = urlencode([(one.name, one.example) for one in parameters if one.is_required])
    return f'<a href="{path}.{ending}{"?" if needed else ""}{escape(needed)}">{path}</a>'


_LINKS = f"""<h2 id=links>Links of pages</h2>
<p>The address of a page with an ending is its view as a file, with the parameters of the page. What
means nothing in it is refused, and the answer names what is allowed.</p>
<ul>
<li>rows, with {", ".join(f"<code>.{one}</code>" for one in ENDINGS)}:
{", ".join(_of_page(page.path, "metadata.json", page.parameters) for page in PAGES)}</li>
<li>picture, with <code>.png</code>, <code>.svg</code>:
{", ".join(_of_page(page.path, "svg", page.parameters) for page in PICTURED)}; its look:
{", ".join(f"<code>{one.name}</code>" for one in LOOK)}</li>
<li><code>cite/</code> before the page: how the view is cited, and code that gets its rows;
<code>embed/</code>: a light page to frame</li>
</ul>"""


def page_answer(asked: Asked) -> Answer:
    """The page, as HTML."""
    tables = asked.store.once(public_tables)
    about = asked.about
    title = str(about.package.get("title") or about.package["name"])
    # Relative to /api: the page works wherever the dashboard stands.
    html = f"""<!DOCTYPE html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<title>Data for programs · s3dash</title><style>{STYLE}</style></head><body><main>
<p><a href="./">s3dash</a></p>
<h1>Data for programs</h1>
<p>{escape(title)}, version {escape(about.version)}, store built {about.built_at:%Y-%m-%d}.
Every table of the data package and the main questions of the pages, at addresses that any program
reads. No key is needed; pages of any site may ask. The same files as the buttons of the pages
give, with the same rows in the same order.</p>
<ul>
<li><a href="api/openapi.json">openapi.json</a>: this page for programs (OpenAPI 3.1)</li>
<li><a href="api/v1/datapackage.json">datapackage.json</a>: tables, columns, keys, sources and
licences (Frictionless Data Package)</li>
<li><a href="healthz">healthz</a>: whether the store can be read, and which one it is</li>
</ul>
{_start(tables)}
<h2 id=tables>Tables</h2>
<p>Every address takes the parameters above and those of its columns.</p>
{"".join(_table(name, table) for name, table in tables.items())}
<h2 id=questions>Questions</h2>
{"".join(_question(one.name, one.summary, one.parameters) for one in QUESTIONS)}
{_LINKS}
{_ERRORS}
</main></body></html>"""
    return Answer([html.encode()], "text/html")


def _start(tables: dict[str, PublicTable]) -> str:
    own = {name: one.meaning for name, one in OWN.items()}
    operators = [
        (f"column__{operator}" if operator else "column", f"The cell {meaning}.")
        for operator, meaning in OPERATORS.items()
    ]
    return f"""<h2 id=how>How to ask</h2>
<p><code>api/v1/<i>table</i>.<i>format</i>?<i>filters</i></code>, for example
{_link("api/v1/territories.json?country_code=AT&nuts_level=2")} or
{_link("api/v1/priorities.csv?q=hydrogen&order=-as_of")}.
Formats: {", ".join(f"<code>{name}</code>" for name in FORMATS)}
(<code>geojson</code> where rows are of a territory).</p>
<div class=wide><table><tr><th>Parameter</th><th>Meaning</th></tr>
{_rows([*operators, *own.items()])}</table></div>
<ul>
<li>A filter that is named several times: any of its values. Different filters: all of them.</li>
<li>An empty value (<code>column=</code>) stands for an empty cell.</li>
<li><code>json</code> sends {JSON_ROWS:,} rows unless <code>limit</code> says otherwise (at most
{HIGHEST:,}); the other formats send all. <code>X-Total-Count</code> says how many there are,
<code>Link: rel="next"</code> where the following ones are.</li>
<li><code>xlsx</code>, <code>parquet</code> and <code>geojson</code> hold at most {MOST_ROWS:,}
rows; <code>csv</code> and <code>json</code> any number.</li>
<li>Answers carry an <code>ETag</code>: who sends it back in <code>If-None-Match</code> gets
304 while nothing has changed. They are compressed (<code>gzip</code>) for who can read that.</li>
<li>The store works at most {api_tables.MOST_SECONDS:g} seconds on one answer.</li>
<li>In CSV an apostrophe stands before a text that a spreadsheet would run as a formula. JSON and
Parquet have the text as it is.</li>
</ul>"""


def _table(name: str, table: PublicTable) -> str:
    links = " · ".join(
        f'<a href="api/v1/{name}.{ending}">{ending}</a>' for ending in offered(table.has_places)
    )
    columns = [
        (column.name, f"{_kind(column.type, column.unit)}. {column.description}")
        for column in table.columns
    ]
    return f"""<details id="{name}"><summary><b>{name}</b>
<span class=muted>{escape(table.title)}</span></summary>
<p>{escape(table.description)}</p><p>{links}</p>
<div class=wide><table><tr><th>Column</th><th>Meaning</th></tr>{_rows(columns)}</table></div>
</details>"""


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def _kind(kind: str, unit: str) -> str:
    words = {"string": "Text", "integer": "Whole number", "number": "Number", "list": "List"}
    words |= {"boolean": "Yes or no", "date": "Day"}
    return f"{words[kind]}, {unit}" if unit else words[kind]


def _question(name: str, summary: str, parameters: Iterable[Parameter]) -> str:
    parameters = tuple(parameters)
    needed = "&".join(f"{one.name}={one.example}" for one in parameters if one.is_required)
    address = _link(f"api/v1/{name}.json{'?' if needed else ''}{needed}")
    rows = [(one.name, _meaning(one)) for one in parameters]
    return f"""<details id="{name}"><summary><b>{name}</b>
<span class=muted>{escape(summary)}</span></summary>
<p>{address}</p>
<div class=wide><table><tr><th>Parameter</th><th>Meaning</th></tr>{_rows(rows)}</table></div>
</details>"""


def _meaning(one: Parameter) -> str:
    said = [one.meaning]
    if one.allowed:
        said.append(f"One of {', '.join(one.allowed)}.")
    if one.default:
        said.append(f"Otherwise {one.default}.")
    if one.many:
        said.append("May be named several times.")
    if one.is_required:
        said.append("Must be there.")
    return " ".join(said)


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{_coded(told)}</td></tr>"
        for name, told in rows
    )


def _coded(told: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(told))


_ERRORS = """<h2 id=errors>What goes wrong</h2>
<p>An answer that is none is <code>application/problem+json</code> (RFC 9457): <code>detail</code>
is a sentence for people, <code>parameter</code> names the one that is meant, <code>given</code>
its value, <code>allowed</code> what may stand there.</p>
<div class=wide><table><tr><th>Status</th><th>When</th></tr>
<tr><td>400</td><td>A parameter, column, operator or value means nothing; a file would be too
long for its format.</td></tr>
<tr><td>404</td><td>There is no such table or format.</td></tr>
<tr><td>405</td><td>Another method than GET, HEAD and OPTIONS.</td></tr>
<tr><td>503</td><td>The store cannot be read now, or the question takes too long.</td></tr>
</table></div>"""
