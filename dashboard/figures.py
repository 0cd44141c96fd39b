"""A chart as a file to take away: SVG or PNG with title, caption and source inside. No Streamlit, no network."""

import html
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.drawing import Drawing
from dashboard.launch import SURFACES
from dashboard.words import plural
from stanceboard import __version__
from stanceboard.export import CONTROL

WIDTH = 760  # pixels of the chart; the picture has MARGIN more on every side
MARGIN = 24
PNG_SCALE = 2
PAPER, INK, LINE = "#FFFFFF", SURFACES["light"]["textColor"], "#D5D9DE"
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"  # what the reader's machine has; nothing is fetched
LETTER_WIDTH = 0.5  # of the font's size, on average, of Arial
SOURCES_NAMED = 4
LONGEST_TEXT = 200  # letters of one label; no chart shows so many, and measuring 100,000 takes vl-convert minutes
# vl-convert ends the whole process on a character that no XML may hold (vega/vl-convert issue 220).
UNDRAWABLE = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")
CONFIG: dict[str, Any] = {
    "background": PAPER,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": LINE, "domainColor": INK, "tickColor": INK},
    "legend": {"labelColor": INK, "titleColor": INK},
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says around the chart; `alt` describes it to who cannot see it."""

    title: str
    caption: str
    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture of one view says beside its own words: the topic, what is counted, and who computed it."""

    topic: str
    extent: str
    source: str

    def words(self, title: str, caption: str, alt: str) -> Words:
        """The picture's words: "Moscow talks: stance by actor", the card's caption with what is counted, the source."""
        return Words(f"{self.topic}: {title[:1].lower()}{title[1:]}", f"{caption} {self.extent}", self.source, alt)


def chart_svg(chart: Drawing, words: Words) -> str:
    """Draw a chart as one SVG document on white, readable whatever theme the reader has."""
    drawn = plain_svg(chart)
    found = re.match(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', drawn)
    if not found:
        raise ValueError(f"Expected an SVG with width and height from vl-convert, found {drawn[:120]!r}.")
    width, height = (float(one) for one in found.groups())
    head, below = _lines([(words.title, 20, 600), (words.caption, 13, 400)], MARGIN, width)
    foot, bottom = _lines([(words.source, 11, 400)], below + 12 + height + 10, width)
    whole, tall = f"{width + 2 * MARGIN:.0f}", f"{bottom + MARGIN / 2:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{whole}" '
        f'height="{tall}" viewBox="0 0 {whole} {tall}" role="img" font-family="{FONT}">'
        f"<title>{_escaped(words.title)}</title><desc>{_escaped(words.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{head}'
        f'<g transform="translate({MARGIN},{below + 12:.0f})">{drawn}</g>{foot}</svg>\n'
    )


def chart_png(chart: Drawing, words: Words) -> bytes:
    """Draw the same picture as PNG, PNG_SCALE pixels for each of the SVG's."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(chart_svg(chart, words), scale=PNG_SCALE))


def plain_svg(chart: Drawing, width: int = WIDTH) -> str:
    """Draw a chart alone, `width` pixels wide with all its labels, as high as on the page."""
    import vl_convert  # takes a while to start, and pages are drawn without it

    spec = drawable(chart.with_data())
    spec |= {"width": width, "autosize": {"type": "fit", "contains": "padding"}, "config": CONFIG}
    return str(vl_convert.vegalite_to_svg(spec))


def drawable(value: Any) -> Any:
    """A chart's specification with every text in it short and made of characters that can be drawn."""
    if isinstance(value, str):
        return UNDRAWABLE.sub("\ufffd", value if len(value) <= LONGEST_TEXT else value[:LONGEST_TEXT] + "…")
    if isinstance(value, dict):
        return {drawable(key): drawable(one) for key, one in value.items()}
    return [drawable(one) for one in value] if isinstance(value, list) else value


def extent(rows: pd.DataFrame, filters: Iterable[str] = ()) -> str:
    """N, period and filters of `rows` in words: "22 articles, 2016-12-27 to 2018-11-10; actor Taliban."."""
    articles = rows["article_id"].nunique()
    days = rows["date"].dropna()
    period = f"{days.min()} to {days.max()}" if len(days) else "undated"
    return "; ".join([f"{plural(articles, 'article')}, {period}", *filters]) + "."


def source_line(rows: pd.DataFrame) -> str:
    """Who computed the stances, from what: "Source: articles of BBC and 3 more; stances computed by …"."""
    names = list(rows["source"].dropna().replace("", None).dropna().value_counts().index)
    more = f" and {len(names) - SOURCES_NAMED} more" if len(names) > SOURCES_NAMED else ""
    articles = f"articles of {', '.join(names[:SOURCES_NAMED])}{more}" if names else "articles without a named source"
    models = ", ".join(sorted(set(rows["model"])))
    return f"Source: {articles}. Stances computed by the model {models}, Stanceboard {__version__}; they can be wrong."


def _lines(texts: list[tuple[str, int, int]], top: float, width: float) -> tuple[str, float]:
    """Texts of (words, size, weight) one below the other, broken to `width`; and where they end."""
    parts = []
    for text, size, weight in texts:
        for line in textwrap.wrap(" ".join(text.split()), max(8, int(width / (LETTER_WIDTH * size)))):
            top += size * 1.35
            parts.append(
                f'<text x="{MARGIN}" y="{top:.1f}" font-size="{size}" font-weight="{weight}" fill="{INK}">{_escaped(line)}</text>'
            )
        top += size * 0.3
    return "".join(parts), top


def _escaped(text: str) -> str:
    return html.escape(UNDRAWABLE.sub("\ufffd", text))
