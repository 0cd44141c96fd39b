"""An evidence pack as one HTML page: no script, nothing fetched, every text of users and articles escaped."""

import datetime
import html
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

from dashboard import figures, findings
from dashboard.charts import SIGNS
from dashboard.highlight import source_link
from dashboard.method import COMBINING, LIMITS, MEANINGS, metrics, shipped_model
from dashboard.pack import Pack, actor_table, chart_words
from dashboard.pack_style import STYLE
from dashboard.words import plural, the
from stanceboard import __version__
from stanceboard.card import figures_in_words
from stanceboard.summary import POSITIONS
from stanceboard.types import slugify

Row = Mapping[Hashable, Any]
SECTIONS = {
    "charts": "Charts",
    "actors": "Where the actors stand",
    "quotes": "The sentences behind it",
    "articles": "The articles",
    "corrections": "Corrections by people",
    "method": "How it was made",
    "model": "The model and how often it is right",
    "data": "Data, versions and licence",
}
MONTHS = "January February March April May June July August September October November December".split()
# A page of texts from anywhere: even if something were not escaped, no script would run and nothing be fetched.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def pack_html(pack: Pack) -> str:
    """The whole page."""
    title = f"Who accepts {the(pack.topic.name)}?"
    parts = {
        "charts": _charts(pack),
        "actors": _actors(pack),
        "quotes": _quotes(pack),
        "articles": _articles(pack),
        "corrections": _corrections(pack),
        "method": _method(),
        "model": _model(pack),
        "data": _data(pack),
    }
    menu = "".join(f'<li><a href="#{name}">{heading}</a></li>' for name, heading in SECTIONS.items())
    main = "\n".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{heading}</h2>\n{parts[name]}\n</section>'
        for name, heading in SECTIONS.items()
    )
    return figures.UNDRAWABLE.sub(
        "\ufffd",
        f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="generator" content="Stanceboard {__version__}">
<title>{_escaped(title)} Evidence pack</title>
<style>
{STYLE}</style>
</head>
<body>
<header>
<p class="quiet">Stanceboard evidence pack</p>
<h1>{_escaped(title)}</h1>
<p class="finding">{_escaped(findings.finding(pack.whole))}</p>
{_summary(pack)}
</header>
<nav aria-label="Sections"><ul>{menu}</ul></nav>
<main>
{main}
</main>
<footer><p class="quiet small">Stances are computed by a model and can be wrong: read the sentence before you cite a figure.</p></footer>
</body>
</html>
""",
    )


def _summary(pack: Pack) -> str:
    filters = "; ".join(pack.filters) or "none, everything is in it"
    said = len(pack.quotes)
    return _list(
        {
            "Filters": f"{filters}. Figures and charts count every stance at any confidence, whatever is searched for."
            if pack.filters
            else filters,
            "In it": f"{len(pack.rows)} rows, {said} of them with a position, counted in {figures.extent(pack.whole, pack.counted)}",
            "Made": f"{_moment(pack.made_at)}, from version {pack.database_version} of the database",
        }
    )


def _charts(pack: Pack) -> str:
    made = chart_words(pack)
    if not made:
        return "<p>No actor takes a position here, so there is nothing to draw.</p>"
    return "\n".join(
        f'<figure>\n<div class="scroll" role="region" aria-label="{_escaped(words.title)}" tabindex="0">'
        f"{_inline(figures.plain_svg(chart), words.alt, name)}</div>\n"
        f"<figcaption><b>{_escaped(words.title)}</b><br>{_escaped(words.caption)}<br>{_escaped(words.source)}</figcaption>\n</figure>"
        for name, (chart, words) in made.items()
    )


def _inline(svg: str, alt: str, name: str) -> str:
    """An SVG as part of a page: named for who cannot see it, its ids its own."""
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{_escaped(alt)}" ', 1)


def _actors(pack: Pack) -> str:
    table = actor_table(pack)
    if table.empty:
        return "<p>No actor takes a position here.</p>"
    lines = [
        [
            _escaped(row["actor"]),
            _signed(row["current"]),
            _signed(row["changed_from"]) if row["changed_from"] else "no change",
            f"{row['articles']}{' (few data)' if row['articles'] < findings.FEW else ''}",
            *(str(row[label]) for label in POSITIONS),
        ]
        for row in table.to_dict("records")
    ]
    caption = (
        "Each actor's current stance, that of its latest article, with the different stance before it, and in how many "
        f"articles it takes which. Few data: fewer than {findings.FEW} articles."
    )
    head = ["Actor", "Now", "Before", "Articles", *(_signed(label) for label in POSITIONS)]
    return _table(caption, head, lines, numbers=(3, 4, 5, 6))


def _quotes(pack: Pack) -> str:
    quotes = pack.quotes
    left_out = len(pack.rows) - len(quotes)
    parts = [f"<p>{left_out} rows without a position are in the tables only.</p>"] if left_out else []
    if quotes.empty:
        return "".join([*parts, "<p>No sentence here holds a position.</p>"])
    for (_, actor), group in quotes.groupby(["actor_id", "actor"], sort=False):
        parts.append(f'<h3>{_escaped(actor)} <span class="quiet">· {plural(len(group), "sentence")}</span></h3>')
        parts += [_quote(row, *pack.contexts[row["row_id"]]) for row in group.to_dict("records")]
    return "\n".join(parts)


def _quote(row: Row, before: str, after: str) -> str:
    start = row["mention_start"] - row["sentence_start"]
    end = start + len(row["mention"])
    sentence = row["sentence"]
    spoken = f" · said by {_escaped(row['speaker'])}" if row["speaker"] else ""
    corrected = " · corrected by a person" if row["corrected"] else ""
    about = " · ".join(_escaped(row[name]) for name in ("date", "source", "title") if row[name]) or "no source named"
    address = source_link(row["url"], sentence)
    link = f'<br><a href="{_escaped(address)}" rel="noreferrer">{_escaped(row["url"])}</a>' if address else ""
    return (
        f'<div class="quote"><p>{_signed(row["label"])} <span class="quiet">· confidence {row["probability"]:.0%}{spoken}{corrected}</span></p>\n'
        f'<blockquote class="{_escaped(row["label"])}"><p>{_around(before, "{} ")}'
        f"{_escaped(sentence[:start])}<b>{_escaped(sentence[start:end])}</b>{_escaped(sentence[end:])}"
        f'{_around(after, " {}")}</p></blockquote>\n<p class="quiet small">{about}{link}</p></div>'
    )


def _around(text: str, form: str) -> str:
    return form.format(f'<span class="around">{_escaped(text)}</span>') if text else ""


def _articles(pack: Pack) -> str:
    lines = [
        [
            _escaped(row["date"] or "undated"),
            _linked(row["title"], row["url"]),
            _escaped(row["source"] or "not named"),
            str(row["words"]),
            _escaped(f"{row['origin']}, {row['added_at'][:10]}"),
        ]
        for row in pack.articles.to_dict("records")
    ]
    once = f", {plural(pack.left_out, 'wire copy', 'wire copies')} among them counted once" if pack.left_out else ""
    caption = f"{plural(len(lines), 'article')}{once}, the oldest first. Their texts are not in this pack."
    return _table(caption, ["Date", "Title", "Source", "Words", "Added"], lines, numbers=(3,))


def _corrections(pack: Pack) -> str:
    if pack.corrections.empty:
        return "<p>No person corrected any of these rows.</p>"
    lines = [
        [
            _escaped(row["made_at"][:10]),
            _escaped(row["coder"] or "not named"),
            f"{_escaped(row['model_actor'])}: {_signed(row['model_label'])}",
            _said_instead(row) + (" (taken back)" if row["undone"] else ""),
            _escaped(row["note"] or ""),
            _escaped(row["sentence"]),
        ]
        for row in pack.corrections.to_dict("records")
    ]
    caption = "What people decided where the model was wrong. What they said stands, unless it was taken back."
    return _table(caption, ["Made", "By", "The model", "The person", "Note", "Sentence"], lines)


def _said_instead(row: Row) -> str:
    """What a correction says: a stance, an actor, a speaker, page furniture, or several of them."""
    parts = ["page furniture"] if row["is_furniture"] else []
    parts += [_signed(row["label"])] if row["label"] else []
    parts += [f"actor {_escaped(row['new_actor'])}"] if row["new_actor"] else []
    parts += [f"speaker {_escaped(row['new_speaker'] or 'nobody')}"] if row["new_speaker"] is not None else []
    return ", ".join(parts)


def _method() -> str:
    lines = [[_signed(label), _escaped(meaning), _escaped(example)] for label, meaning, example in MEANINGS]
    table = _table("What the stances mean.", ["Stance", "The actor …", "For example"], lines)
    return f"{table}\n<h3>How stances are combined</h3>\n{_bullets(COMBINING)}\n<h3>What it cannot do</h3>\n{_bullets(LIMITS)}"


def _model(pack: Pack) -> str:
    names = sorted(set(pack.whole["model"]))
    text = f"<p>The rows were scored by {_escaped(', '.join(names) or 'no model')}.</p>"
    try:
        shipped, found = shipped_model(), metrics()
    except FileNotFoundError as error:
        return f"{text}\n<p>No figures are shipped with this model. {_escaped(error)}</p>"
    others = [name for name in names if name != shipped]
    if others:
        text += f"\n<p>The figures below are of {_escaped(shipped)}; {_escaped(', '.join(others))} was not measured here.</p>"
    lines = [[_escaped(cell) for cell in line] for line in figures_in_words(found)]
    caption = (
        f"Figures of {_escaped(shipped)} on development sets that it was not trained on; they were used to choose it and to "
        "calibrate it. F1 weighs what is found against what is right among it (1 is best)."
    )
    return f"{text}\n{_table(caption, ['Set', 'Size', 'Measure', 'Figure'], lines)}"


def _data(pack: Pack) -> str:
    added = pack.articles["added_at"].str[:10]
    scored = pack.whole["scored_at"].str[:10]
    samples = int((pack.articles["origin"] == "sample").sum())
    return _list(
        {
            "Topic": f"{pack.topic.name}. {pack.topic.description}".strip(),
            "Articles": f"{len(pack.articles)}, {samples} of them sample reports written for Stanceboard"
            + (f"; added {added.min()} to {added.max()}" if len(added) else ""),
            "Scored": f"{scored.min()} to {scored.max()}" if len(scored) else "nothing",
            "Database": f"version {pack.database_version}, a number that grows with every change",
            "Software": f"Stanceboard {__version__}",
            "Made": _moment(pack.made_at),
            "Licence": "Stanceboard, its model and its sample reports: Apache-2.0. Quoted sentences belong to their "
            "publishers; quote them as the law where you are allows.",
        }
    )


def _table(caption: str, head: Sequence[str], lines: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A table of cells that are HTML already; below each other on a narrow screen, where only roles keep it a table."""
    kinds = [' class="number"' if place in numbers else "" for place in range(len(head))]
    names = [html.escape(re.sub(r"<[^>]+>", "", name)) for name in head]
    top = "".join(
        f'<th role="columnheader" scope="col"{kind}>{name}</th>' for name, kind in zip(head, kinds, strict=True)
    )
    body = "\n".join(
        '<tr role="row">'
        + "".join(
            f'<td role="cell"{kind} data-name="{name}">{cell}</td>'
            for cell, kind, name in zip(line, kinds, names, strict=True)
        )
        + "</tr>"
        for line in lines
    )
    return f'<table class="stack" role="table">\n<caption>{caption}</caption>\n<thead role="rowgroup"><tr role="row">{top}</tr></thead>\n<tbody role="rowgroup">\n{body}\n</tbody>\n</table>'


def _list(items: Mapping[str, str]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{_escaped(text)}</dd>" for name, text in items.items()) + "</dl>"


def _bullets(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{_escaped(text)}</li>" for text in texts) + "</ul>"


def _linked(text: str, url: str | None) -> str:
    """A link where the address is one of the web, else the text alone."""
    if source_link(url, "") is None:
        return _escaped(text)
    return f'<a href="{_escaped(cast(str, url))}" rel="noreferrer">{_escaped(text)}</a>'


def _moment(made_at: str) -> str:
    """As in "24 November 2026, 10:00 UTC"."""
    moment = datetime.datetime.fromisoformat(made_at)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment:%Y, %H:%M} UTC"


def _signed(label: str) -> str:
    """A stance with its sign, so that it is never told by colour alone."""
    return f'<span class="sign-{slugify(label)}">{SIGNS.get(label, "")}</span> {_escaped(label)}'


def _escaped(value: object) -> str:
    return html.escape(str(value))
