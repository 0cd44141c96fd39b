"""Positions as HTML: a dated entry, two sentences side by side, and tables whose cells are links. All text is escaped."""

import html
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts import SIGNS
from dashboard.highlight import quote_html, source_link
from dashboard.words import plural
from stanceboard.summary import POSITIONS

STYLE = """
<style>
.sb-entry { margin: 0 0 14px; overflow-wrap: anywhere; max-width: 82ch; }
.sb-entry header { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; margin-bottom: 3px; }
.sb-entry time { font-variant-numeric: tabular-nums; font-weight: 650; }
.sb-entry footer { font-size: 0.875em; margin: 3px 0 0 16px; display: flex; flex-wrap: wrap; gap: 2px 12px; }
.sb-entry a, .sb-table a { color: inherit; text-underline-offset: 3px; }
.sb-flag { font-size: 0.8em; border: 1px solid currentColor; border-radius: 3px; padding: 0 6px; }
.sb-pair { border: 1px solid #8C8C8C; border-radius: 4px; padding: 10px 14px 0; margin: 0 0 12px; }
.sb-pair > p { margin: 0 0 8px; font-weight: 650; overflow-wrap: anywhere; }
.sb-pair > div { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 0 24px; }
.sb-wide { overflow-x: auto; }
.sb-table { border-collapse: collapse; width: 100%; }
.sb-table th, .sb-table td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-bottom: 1px solid #8C8C8C55; }
.sb-table thead th { font-weight: 650; white-space: nowrap; }
.sb-table tbody th { font-weight: 650; min-width: 8em; overflow-wrap: anywhere; }
.sb-table .sb-sentence { min-width: 16em; max-width: 60ch; overflow-wrap: anywhere; }
.sb-nowrap { white-space: nowrap; }
@media (max-width: 640px) {
  .sb-actors thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  .sb-actors tr { display: block; border-bottom: 1px solid #8C8C8C; padding: 8px 0; }
  .sb-actors th, .sb-actors td.sb-sentence { display: block; border: 0; padding: 1px 0; min-width: 0; }
  .sb-actors td { display: inline-block; border: 0; padding: 1px 12px 1px 0; }
  .sb-actors td:not([data-name=""])::before { content: attr(data-name) " "; opacity: 0.8; }
  .sb-actors td:empty { display: none; }
}
</style>
"""


def entry_html(line: Mapping[Any, Any], address: str, flags: Iterable[str] = ()) -> str:
    """One article's position: day, stance, `flags`, its surest sentence, who said and published it, links.

    `address` opens the article at the sentence.
    """
    start = line["mention_start"] - line["sentence_start"]
    quote = quote_html(line["sentence"], (start, start + len(line["mention"])), line["label"])
    head = f"<time>{line['date'] or 'no date'}</time> <span>{sign_html(line['label'])}</span>"
    head += "".join(f' <span class="sb-flag">{html.escape(flag)}</span>' for flag in flags)
    sure = "corrected by a person" if line["corrected"] else f"confidence {line['probability']:.0%}"
    said = f"said by {line['speaker']}" if line["speaker"] else ""
    about = filter(None, (said, line["outlet"], line["title"], sure))
    foot = f"<span>{html.escape(' · '.join(about))}</span>{_link(address, 'Read in the article')}"
    source = source_link(line["url"], line["sentence"])
    if source:
        foot += f'<a target="_blank" rel="noopener noreferrer" href="{html.escape(source)}">Try at source</a>'
    return f'<article class="sb-entry"><header>{head}</header>{quote}<footer>{foot}</footer></article>'


def pair_html(sentence: str, earlier: str, later: str) -> str:
    """What differs, in one `sentence`, over two entries side by side; one above the other on a narrow screen."""
    return f'<section class="sb-pair"><p>{html.escape(sentence)}</p><div>{earlier}{later}</div></section>'


def actors_html(standing: pd.DataFrame, address: Callable[[str], str], article: Callable[[Any], str]) -> str:
    """The table of `changes.standing`; on a narrow screen one block an actor.

    `address` leads from an actor's name to its positions, `article` from a line to its sentence.
    """
    heads = ("actor", "stance", "since", "changed from", "articles", "last sentence")
    body = []
    for row in standing.to_dict("records"):
        last = row["last"]
        stance = sign_html(row["label"]) + (' <span class="sb-flag">reports differ</span>' if row["differ"] else "")
        changed = sign_html(row["changed_from"]) if row["changed_from"] else ""
        cells = [
            ("", "", stance),
            ("since", "sb-nowrap", html.escape(row["since"] or "")),
            ("changed from", "sb-nowrap", changed),
            ("articles", "", str(row["articles"])),
            ("", "sb-sentence", f"{html.escape(last['sentence'])} {_link(article(last), 'Read')}"),
        ]
        body.append(
            f'<tr><th scope="row">{_link(address(row["name"]), row["name"])}</th>'
            + "".join(f'<td data-name="{name}" class="{style}">{content}</td>' for name, style, content in cells)
            + "</tr>"
        )
    return f'<table class="sb-table sb-actors">{_head(heads)}<tbody>{"".join(body)}</tbody></table>'


def topics_html(found: pd.DataFrame, topics: Sequence[str], address: Callable[[str, str], str]) -> str:
    """Actors by topics: each cell the current stance, linked to the actor's positions there by `address(topic, name)`.

    `found` is of `changes.across_topics`; "·" says that the actor takes no position on the topic.
    """
    body = []
    for _, mine in found.groupby("actor_id", sort=False):
        by_topic = {row["topic"]: row for row in mine.to_dict("records")}
        cells = "".join(_topic_cell(by_topic.get(topic), topic, address) for topic in topics)
        body.append(f'<tr><th scope="row">{html.escape(str(mine["name"].iloc[0]))}</th>{cells}</tr>')
    table = f'<table class="sb-table">{_head(("actor", *topics))}<tbody>{"".join(body)}</tbody></table>'
    return f'<div class="sb-wide" tabindex="0" role="region" aria-label="Stances by actor and topic">{table}</div>'


def sign_html(label: str) -> str:
    """A stance with its sign in its colour."""
    shown = label if label in POSITIONS else "none"
    return f'<span class="sb-nowrap"><span class="sb-sign-{shown}">{SIGNS[shown]}</span> {shown}</span>'


def _topic_cell(row: Mapping[Hashable, Any] | None, topic: str, address: Callable[[str, str], str]) -> str:
    if row is None:
        return '<td><span aria-label="no position">·</span></td>'
    count = plural(row["articles"], "article")
    href = html.escape(address(topic, row["name"]))
    return f'<td><a target="_self" href="{href}">{sign_html(row["label"])}</a> <small>{count}</small></td>'


def _link(address: str, label: str) -> str:
    return f'<a target="_self" href="{html.escape(address)}">{html.escape(label)}</a>'


def _head(names: Iterable[str]) -> str:
    return "<thead><tr>" + "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names) + "</tr></thead>"
