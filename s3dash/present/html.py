"""A scene as a piece of HTML: one section, no script, no style attribute, everything escaped.

Sizes, colours and places are in ``scene.css``. What is drawn (maps, charts) is SVG inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from s3dash.present import content as c
from s3dash.present import svg
from s3dash.present.phrases import capital
from s3dash.queries.partnerships.progress import STATES

SCENE_CSS = Path(__file__).with_name("scene.css")
MOST_BYTES = 60_000
"""Of a scene: what a step may send."""
LONG_HEADLINE = 56
"""Letters from which on a headline is set smaller."""
THEMES = ("light", "dark")
_HYPHENED = re.compile(r"(?<!\S)(?=\S{3,18}(?!\S))\w+(?:-\w+)+[,:;.]?(?!\S)")


def scene_html(scene: c.Scene, theme: str = "light") -> str:
    """The scene as ``<section class="scene ...">``; ``theme``: ``light`` or ``dark``."""
    shade = theme if theme in THEMES else "light"
    size = " long" if len(scene.headline) > LONG_HEADLINE else ""
    head = (
        f'<h1 class="headline{size}">{_whole(escape(scene.headline))}</h1>'
        if scene.headline
        else ""
    )
    body = _BODIES[type(scene.body)](scene.body)
    return (
        f'<section class="scene {shade} {escape(scene.kind)} {type(scene.body).__name__.lower()}">'
        f"{head}<div class=body>{body}</div>{_foot(scene)}</section>"
    )


def _whole(headline: str) -> str:
    """Words with a hyphen stay on one line: no row of a headline ends in ``Agri-``."""
    return _HYPHENED.sub(r"<span class=whole>\g<0></span>", headline)


def _foot(scene: c.Scene) -> str:
    keys = "".join(f"<li>{_mark(key)}{escape(key.words)}</li>" for key in scene.legend)
    legend = f"<ul class=legend>{keys}</ul>" if keys else ""
    said = [f"<b>As of {escape(scene.as_of)}</b>"] if scene.as_of and scene.source else []
    said += [escape(scene.source)] if scene.source else []
    source = f"<p class=source>{' · '.join(said)}</p>" if said else ""
    return f"<footer>{legend}{source}</footer>" if legend or source else ""


def _mark(key: c.Key) -> str:
    if key.mark in ("area", "dot", "line"):
        return f'<i class="key {key.mark} t-{key.tone}"></i>'
    return f"<i class=sign>{escape(key.mark)}</i>"


def _figures(body: c.Figures) -> str:
    items = "".join(
        f"<li><b>{escape(one.value)}</b><span>{escape(one.words)}</span>"
        + (f"<small>{escape(one.detail)}</small>" if one.detail else "")
        + "</li>"
        for one in body.items
    )
    return f'<ul class="figures n{len(body.items)}">{items}</ul>'


def _rest(words: str) -> str:
    return f"<p class=rest>{escape(words)}</p>" if words else ""


def _table(body: c.Table) -> str:
    def row(cells: Iterable[str], name: str) -> str:
        return "<tr>" + "".join(
            f"<{name}{_scope(name, place)}"
            + (" class=number" if place in body.numeric else "")
            + f">{escape(words)}</{name}>"
            for place, words in enumerate(cells)
        ) + "</tr>"  # fmt: skip

    whole = sum(body.widths)
    columns = "".join(f'<col class="w{round(20 * width / whole)}">' for width in body.widths)
    head = f"<thead>{row(body.headings, 'th')}</thead>" if any(body.headings) else ""
    rows = "".join(row(cells, "td") for cells in body.rows)
    return (
        f"<table class=records><colgroup>{columns}</colgroup>{head}<tbody>{rows}</tbody></table>"
        f"{_rest(body.rest)}"
    )


def _scope(name: str, place: int) -> str:
    return " scope=col" if name == "th" else ""


def _cell_words(cell: c.Cell) -> str:
    if not cell.count:
        return f"<span aria-hidden=true>–</span><s>{STATES['none']}</s>"
    events = "event" if cell.count == 1 else "events"
    return (
        f"<b>{cell.count}</b><s> {events}, {STATES[cell.state]}, latest </s>"
        f"<small>{escape(cell.latest)}</small>"
    )


def _board(body: c.Board) -> str:
    heads = "".join(f"<th scope=col>{escape(_parted(name))}</th>" for name in body.stages)
    rows = "".join(
        f"<tr><th scope=row>{escape(row.name)}</th>"
        + "".join(f'<td class="{cell.state}"><div>{_cell_words(cell)}</div></td>'
                  for cell in row.cells)
        + "</tr>"
        for row in body.rows
    )  # fmt: skip
    return (
        f"<table class=board><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_rest(body.rest)}"
    )


def _parted(name: str) -> str:
    """A long name of a stage with a place where a narrow column may part it."""
    for beginning in ("Demon", "Commer"):
        if name.startswith(beginning):
            return f"{beginning}\u00ad{name.removeprefix(beginning)}"
    return name


def _events(events: Iterable[c.Event]) -> str:
    return "".join(f"<li><time>{escape(one.date)}</time>{escape(one.title)}</li>" for one in events)


def _steps(body: c.Steps) -> str:
    items = ""
    for step in body.steps:
        state = STATES[step.cell.state]
        count = step.cell.count
        told = f"{count} {'event' if count == 1 else 'events'} · {state}" if count else state
        more = f"<p class=rest>and {step.more} more</p>" if step.more else ""
        listed = f"<ul>{_events(step.events)}</ul>" if step.events else ""
        items += (
            f'<li class="{step.cell.state}"><h2>{escape(step.name)}</h2>'
            f"<p class=state>{escape(capital(told))}</p>{listed}{more}</li>"
        )
    return f"<ol class=steps>{items}</ol>"


def _words(body: c.Words) -> str:
    blocks = []
    for block in body.blocks:
        runs = "".join(_run(run) for run in block.runs)
        if block.kind == "point":
            sign = f"<i aria-hidden=true>{escape(block.mark)}</i>" if block.mark else ""
            blocks.append(f"<p class=point>{sign}<span>{runs}</span></p>")
        elif block.kind == "quote":
            blocks.append(f"<blockquote>{runs}</blockquote>")
        else:
            name = "h2" if block.kind == "heading" else "p"
            blocks.append(f"<{name}>{runs}</{name}>")
    by = f"<p class=by>{escape(body.by)}</p>" if body.by else ""
    letters = sum(len(block.text) for block in body.blocks)
    size = "few" if letters < 120 else "some" if letters < 320 else "many"
    return f'<div class="words {size}">{"".join(blocks)}{by}</div>'


def _run(run: c.Run) -> str:
    words = escape(run.text).replace("\n", "<br>")
    words = f"<strong>{words}</strong>" if run.is_strong else words
    return f"<em>{words}</em>" if run.is_emphasised else words


def _agenda(body: c.Agenda) -> str:
    rows = "".join(
        f"<li><time>{one.start}</time><span>{escape(one.what)}</span><small>{one.minutes} min"
        "</small></li>"
        for one in body.slots
    )
    return f"<ol class=agenda>{rows}</ol>{_rest(body.rest)}"


def _map(body: c.Map) -> str:
    told = "".join(
        f"<li><i>{one.number}</i><div><b>{escape(one.title)}</b>"
        + (f"<small>{escape(one.detail)}</small>" if one.detail else "")
        + "</div></li>"
        for one in body.callouts
    )
    listed = f"<ol>{told}</ol>" if told else ""
    square = _crossed(body.crossed) if body.crossed else ""
    beside = f"{square}{listed}{_rest(body.rest)}"
    side = f"<div class=beside>{beside}</div>" if beside else ""
    return f'<div class="onmap{"" if side else " alone"}">{svg.map_svg(body)}{side}</div>'


def _crossed(body: c.Crossed) -> str:
    """The square of two values: both high at the upper right."""
    heads = "".join(f"<th scope=col>{escape(words)}</th>" for words in body.columns)
    rows = "".join(
        f"<tr><th scope=row>{escape(words)}</th>"
        + "".join(f"<td class='t-{tone}'>{count or ''}</td>" for tone, count in cells)
        + "</tr>"
        for words, cells in zip(reversed(body.rows), reversed(body.cells), strict=True)
    )
    return (
        f"<table class=crossed><caption>Up: {escape(body.up)}</caption><tbody>{rows}</tbody>"
        f"<tfoot><tr><td></td>{heads}</tr></tfoot></table>"
        f"<p class=across>Across: {escape(body.across)}. Numbers: regions.</p>"
    )


def _replay(body: c.Replay) -> str:
    labels = [frame.label for frame in body.frames]
    frames = "".join(
        _frame(body, frame, labels, place == len(labels) - 1)
        for place, frame in enumerate(body.frames)
    )
    return f'<div class=replay data-seconds="{body.seconds}">{frames}</div>'


def _frame(body: c.Replay, frame: c.Frame, labels: list[str], is_last: bool) -> str:
    """A year: all but the last are hidden until a player shows them."""
    columns = "".join(
        f"<li>{svg.squares(one, body.most)}<b>{one.active + one.earlier}</b>"
        f"<span>{escape(one.name)}</span><s>, {one.active} of them active</s></li>"
        for one in frame.columns
    )
    years = "".join(
        "<li" + (" class=now" if label == frame.label else "") + f">{escape(label[-2:])}</li>"
        for label in labels
    )
    hidden = "" if is_last else " hidden"
    return (
        f'<div class=frame data-label="{escape(frame.label)}"{hidden}>'
        f"<p>{escape(frame.headline)}</p><ol class=columns>{columns}</ol>"
        f"<ol class=years aria-hidden=true>{years}</ol></div>"
    )


def _ranking(body: c.Ranking) -> str:
    items = "".join(
        f"<li><i>{one.rank}</i><div><h2>{escape(one.name)} <small>{escape(one.where)}</small></h2>"
        f"{svg.bar(one.score / 100, 'filled')}<ul>"
        + "".join(f"<li>{escape(reason)}</li>" for reason in one.reasons)
        + f"</ul></div><b>{one.score:.0f}</b></li>"
        for one in body.items
    )
    return f"<ol class=ranking>{items}</ol>{_rest(body.rest)}"


def _comparison(body: c.Comparison) -> str:
    rows = ""
    for row in body.rows:
        bars = "".join(
            f"<li>{svg.bar(share or 0, tone)}<b>{escape(value)}</b><s> {escape(name)}</s></li>"
            for name, tone, value, share in zip(
                body.names, body.tones, row.values, row.shares, strict=True
            )
        )
        rows += f"<li><span>{escape(row.label)}</span><ul>{bars}</ul></li>"
    return f"<ul class=bars>{rows}</ul>{_rest(body.scale)}"


def _chart(body: c.Chart) -> str:
    most = max((value for one in body.series for value in one.values), default=0) or 1
    rows = ""
    for place, label in enumerate(body.categories):
        bars = "".join(
            f"<li>{svg.bar(one.values[place] / most, one.tone)}"
            f"<b>{one.values[place]:g}</b><s> {escape(one.name)}</s></li>"
            for one in body.series
        )
        rows += f"<li><span>{escape(label)}</span><ul>{bars}</ul></li>"
    told = capital(body.unit) + (f"; {body.rest}" if body.rest else "")
    return f"<ul class=bars>{rows}</ul>{_rest(told)}"


def _timeline(body: c.Timeline) -> str:
    listed = f"<ul class=newest>{_events(body.events)}</ul>" if body.events else ""
    return svg.timeline(body) + listed


def _matrix(body: c.Matrix) -> str:
    heads = "".join(f"<th scope=col>{escape(name)}</th>" for name in body.members)
    most = max((count for row in body.rows for count in row.counts), default=0)
    rows = ""
    for row in body.rows:
        cells = "".join(
            f'<td class="t-class-{_class(count, most)}">{count}</td>' if count
            else f"<td{' class=none' if row.kind == 'missing' else ''}>"
            f"<span aria-hidden=true>·</span></td>"
            for count in row.counts
        )  # fmt: skip
        rows += f"<tr class={row.kind}><th scope=row>{escape(row.label)}</th>{cells}</tr>"
    return (
        f'<table class="board matrix"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{_rest(body.rest)}"
    )


def _class(count: int, most: int) -> int:
    """The class of a count, 1 to 5; few counts have few classes."""
    return 1 + round(4 * (count - 1) / max(1, most - 1)) if most > 1 else 2


def _checklist(body: c.Checklist) -> str:
    points = "".join(
        f'<li data-point="{escape(one.identifier)}"><i class=box></i>'
        f"<span>{escape(one.text)}</span></li>"
        for one in body.points
    )
    more = _rest(f"and {body.more} more") if body.more else ""
    evidence = (
        f"<ul class=newest>{_events(body.events)}</ul>"
        if body.events
        else "<p class=rest>No event is documented here.</p>"
    )
    minutes = f"<p class=minutes>{body.minutes} minutes</p>" if body.minutes else ""
    size = "many" if sum(1 + len(one.text) // 58 for one in body.points) > 11 else "few"
    return (
        f'<div class=checklist data-stage="{escape(body.step)}"><div>'
        f"<p class=definition>{escape(body.definition)}</p>{evidence}"
        f"{minutes}</div><div><ul class='points {size}'>{points}</ul>{more}</div></div>"
    )


_BODIES: dict[type, Callable[[Any], str]] = {
    c.Figures: _figures,
    c.Table: _table,
    c.Board: _board,
    c.Steps: _steps,
    c.Replay: _replay,
    c.Map: _map,
    c.Ranking: _ranking,
    c.Comparison: _comparison,
    c.Timeline: _timeline,
    c.Matrix: _matrix,
    c.Chart: _chart,
    c.Words: _words,
    c.Checklist: _checklist,
    c.Agenda: _agenda,
}
