"""Cite, embed, re-use: a light page that says how to take a view elsewhere. ``/cite/region?...``

Its address is ``cite/`` before that of the view. Citation as text, BibTeX and RIS, a link that
names the version of the data, the same rows from Python, R and SQL, pictures, and what to copy into
a page of one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from urllib.parse import parse_qs, urlencode

from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.territories.comparison import all_territories
from s3dash.takeaway import snippets
from s3dash.takeaway.citation import Cited
from s3dash.web.api import asking
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.embed import EMBEDDED, embed_code, embed_link
from s3dash.web.api.page import STYLE
from s3dash.web.api.parameters import DATA_VERSION, Given
from s3dash.web.api.picture_pages import NO_PICTURE, START
from s3dash.web.api.pictures import picture_link
from s3dash.web.api.problems import Refusal
from s3dash.web.api.told import Told, told_of
from s3dash.web.api.views import data_link

FORMS = {
    "bib": ("application/x-bibtex", Cited.bibtex),
    "ris": ("application/x-research-info-systems", Cited.ris),
}
_MORE_STYLE = """
pre { margin: .5rem 0 1rem; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; border: 1px solid #d5dce6; border-radius: .4rem; font-size: .88rem;
  user-select: all; }
img { max-width: 100%; height: auto; border: 1px solid #d5dce6; border-radius: .4rem; }
@media (prefers-color-scheme: dark) { pre, img { border-color: #33415a; } }
"""


def cite_link(view: str) -> str:
    """The address that tells how to cite and re-use a view; ``view``: its address, whole."""
    start, _, query = view.partition("?")
    root, _, path = start.rpartition("/")
    return f"{root}/cite/{path or START}{'?' if query else ''}{query}"


def cited_of(asked: Asked, told: Told, path: str) -> Cited:
    """The view as it is cited."""
    about = asked.about
    return Cited(
        title=told.title,
        package=str(about.package.get("title") or about.package["name"]),
        version=about.version,
        address=_view(asked, path, dict_of(asked) | {DATA_VERSION: [about.version]}),
        published=about.built_at.date(),
        seen=date.today(),
    )


def dict_of(asked: Asked) -> dict[str, list[str]]:
    """The parameters of the view; without the version that a link was made for."""
    values = parse_qs(asked.request.url.query)
    return {name: found for name, found in values.items() if name != DATA_VERSION}


def _view(asked: Asked, path: str, values: Mapping[str, list[str]]) -> str:
    """The address of the view, from that of the page that tells of it."""
    url = asked.request.url
    root = url.path.rpartition("/cite/")[0]
    page = "" if path == START else path
    return str(url.replace(path=f"{root}/{page}", query=urlencode(values, doseq=True)))


def cite_answer(titles: Mapping[str, Told]) -> Callable[[str], Make]:
    """What answers ``cite/<page>``; ``titles``: address of a page -> what it is as such."""

    def of(path: str) -> Make:
        name, _, ending = path.partition(".")

        def made(asked: Asked) -> Answer:
            told = told_of(asked.store, name, dict_of(asked), titles[name])
            cited = cited_of(asked, told, name)
            if ending:
                kind, write = FORMS[ending]
                file = f'attachment; filename="s3dash-{name}.{ending}"'
                return Answer([write(cited).encode()], kind, {"Content-Disposition": file})
            return Answer([_page(asked, told, cited, name).encode()], "text/html")

        return made

    return of


def _page(asked: Asked, told: Told, cited: Cited, path: str) -> str:
    view = _view(asked, path, dict_of(asked))
    query = asked.request.url.query
    files = " · ".join(
        f'<a href="./{escape(f"{path}.{ending}")}?{escape(query)}" download>{ending.upper()}</a>'
        for ending in FORMS
    )
    # Relative to cite/<page>.
    return f"""<!DOCTYPE html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<meta name=robots content=noindex>
<title>Cite and re-use: {escape(told.title)} · s3dash</title>
<style>{STYLE}{_MORE_STYLE}</style></head><body><main>
<p><a href="{escape(view)}">← Back to the view</a></p>
<h1>Cite and re-use this view</h1>
<p><b>{escape(told.title)}</b><br>{escape(told.description)}</p>
<h2>Cite</h2>
<p>One click on a box selects all of it.</p>
<pre>{escape(cited.apa())}</pre>
<details><summary>BibTeX</summary><pre>{escape(cited.bibtex())}</pre></details>
<details><summary>RIS</summary><pre>{escape(cited.ris())}</pre></details>
<p>As a file: {files}</p>
<p>Each fact has its source of its own: cite that, too, where you use a single one.</p>
<h2>Permanent link</h2>
<p>It names the version of the data. When a newer one is served, the page says so.</p>
<pre>{escape(cited.address)}</pre>
{_pictures(view)}
{_code(asked, view, path)}
{_embed(view, told)}
</main></body></html>"""


def _pictures(view: str) -> str:
    svg, png = picture_link(view, "svg"), picture_link(view, "png")
    if not svg:
        return f"<h2>Picture</h2><p>{NO_PICTURE}</p>"
    dark = f"{png}{'&' if '?' in png else '?'}theme=dark"
    return f"""<h2>Picture</h2>
<p><a href="{escape(png)}" download>PNG</a> · <a href="{escape(svg)}" download>SVG</a> ·
<a href="{escape(dark)}" download>PNG, dark</a>. <code>theme</code>, <code>width</code>,
<code>height</code>, <code>dpi</code>, <code>size</code> (of letters) and <code>numbers</code> (a
language) in the address say how it looks.</p>
<p><img src="{escape(svg)}" alt="What the picture shows: see the title in it" loading=lazy></p>"""


def _code(asked: Asked, view: str, path: str) -> str:
    rows = data_link(view)
    if not rows:
        return ""
    parts = [
        ("Python, by the link", snippets.python_of_link(rows)),
        ("R, by the link", snippets.r_of_link(rows)),
        *code_of(asked, path),
    ]
    told = "".join(f"<h3>{escape(title)}</h3><pre>{escape(code)}</pre>" for title, code in parts)
    metadata = rows.replace(".csv", ".metadata.json", 1)
    return f"""<h2>The same rows in Python, R and SQL</h2>
<p>The address <code>.csv</code> has the rows of the view, in its order; also with
<code>.xlsx</code>, <code>.json</code>, <code>.parquet</code>. What the columns mean:
<a href="{escape(metadata)}">metadata</a>. SQL is for the whole store,
<a href="../api/v1/base.duckdb" download>base.duckdb</a>.</p>
{told}"""


def code_of(asked: Asked, path: str) -> list[tuple[str, str]]:
    """What more there is to run for a view: title and code."""
    values = dict_of(asked)
    if path == "priorities":
        return _of_priorities(asked, values)
    if path == "region":
        given = next(iter(values.get("territory", ())), "").casefold()
        known = asked.store.once(all_territories)
        code = next((one for one in known if one.casefold() == given), "")
        table = "membership" if values.get("table") == ["partnerships"] else "priority"
        if "indicators" in [one.casefold() for one in values.get("view", ())]:
            table = "indicator_value"
        return [("SQL", snippets.sql_of_rows(table, "territory_id", code))] if code else []
    if path == "partnership":
        known = asked.store.once(partnership_names)
        code = next((one for one in values.get("partnership", ()) if one in known), "")
        tables = {"members": "membership", "affiliations": "affiliation"}
        table = tables.get(next(iter(values.get("table", ())), ""), "stage_evidence")
        return [("SQL", snippets.sql_of_rows(table, "partnership_id", code))] if code else []
    if path == "progress" and not values:
        return [("Python, with the library", snippets.python_of_base("progress()"))]
    if path == "partners" and set(values) <= {"territory", "mode", "view", "page"}:
        said = ", ".join(f"{name}={values[name][0]!r}" for name in ("territory", "mode")
                         if name in values)  # fmt: skip
        return [("Python, with the library", snippets.python_of_base(f"partners({said})"))]
    return []


def _of_priorities(asked: Asked, values: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    if next(iter(values.get("view", ())), "list").casefold() not in ("list", "table", "territories",
                                                                     "by territory"):  # fmt: skip
        return []
    names = {name for one in asking.FILTER for name in (one.name, *one.aliases)}
    pairs = [(name, value) for name, found in values.items() if name in names for value in found]
    try:
        chosen, _ = asking.explorer_filter(asked, Given(pairs, asking.FILTER))
    except Refusal:
        return []
    ids = priorities(asked.store, chosen)["priority_id"].tolist() if chosen.search.terms else []
    sql = snippets.sql_of_priorities(chosen, ids)
    return [
        ("Python, with the library", snippets.python_of_base(snippets.call_of_priorities(chosen))),
        ("SQL", sql),
        ("SQL from Python", snippets.python_with_sql(sql)),
    ]


def _embed(view: str, told: Told) -> str:
    pieces = []
    for kind, words in EMBEDDED.items():
        if address := embed_link(view, kind):
            pieces.append(f"<h3>{escape(words)}</h3><pre>{escape(embed_code(address, told.title))}"
                          f'</pre><p><a href="{escape(address)}">Look at it</a></p>')  # fmt: skip
    if not pieces:
        return ""
    return f"""<h2>Embed in a page of your own</h2>
<p>Light pages without scripts, which follow the width they get. Add <code>theme=dark</code>, or
<code>numbers=de</code> for numbers as a language writes them.</p>{"".join(pieces)}"""
