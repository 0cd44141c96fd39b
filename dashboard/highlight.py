"""An article's text as HTML with its supporting sentences marked; every slice of it is escaped."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlsplit

from dashboard.charts import COLOURS, NEUTRAL, SIGNS
from dashboard.launch import SURFACES

Span = tuple[int, int]

STYLE = """
<style>
.sb-text { white-space: pre-wrap; max-width: 70ch; line-height: 1.65; overflow-wrap: anywhere; }
.sb-text mark, .sb-quote mark { color: inherit; border-radius: 3px; padding: 1px 2px; scroll-margin: 30vh; }
.sb-text mark:focus { outline: 3px solid #F0B400; outline-offset: 2px; }
.sb-furniture { opacity: 0.55; font-size: 0.85em; }
.sb-tag { font-size: 0.75em; font-weight: 600; white-space: nowrap; padding: 0 4px; margin-left: 4px; border-radius: 3px; }
.sb-quote { margin: 0; padding: 2px 0 2px 12px; border-left: 4px solid; line-height: 1.55; max-width: 75ch; overflow-wrap: anywhere; }
.sb-quote b { font-weight: 650; }
.sb-quote mark.sb-hit { background: color-mix(in srgb, #F0B400 35%, transparent); text-decoration: underline 2px #F0B400; text-underline-offset: 3px; padding: 0 1px; }
.sb-carried { line-height: 2; overflow-wrap: anywhere; }
.sb-carry { text-decoration: underline 1.5px; text-underline-offset: 4px; text-decoration-skip-ink: none; }
.sb-carry.middle { text-decoration-thickness: 3px; } .sb-carry.strong { text-decoration-thickness: 5px; font-weight: 600; }
.sb-spinner { display: inline-block; width: 0.9em; height: 0.9em; border: 2px solid; border-right-color: transparent; border-radius: 50%; animation: sb-turn 1s linear infinite; }
@keyframes sb-turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .sb-spinner { animation: none; } }
.sb-around { opacity: 0.75; }
/* Streamlit's own grey, text at a part of its strength, is 4.0:1 on white. */
[data-testid="stCaptionContainer"] { opacity: 1; color: light-dark(#5B636B, #A9AFB6); }
[data-testid="stCaptionContainer"] p { color: inherit; }
.sb-menu { display: flex; flex-wrap: wrap; gap: 4px clamp(10px, 2vw, 22px); }
.sb-link { color: inherit; text-underline-offset: 3px; }
.sb-menu a { color: inherit; text-decoration: none; padding: 2px 0; border-bottom: 3px solid transparent; }
.sb-menu a:hover, .sb-menu a:focus-visible { border-bottom-color: currentColor; }
.sb-menu a[aria-current] { font-weight: 650; border-bottom-color: #0072B2; }
/* The reader's own column stays in sight beside a long text; on a phone, where it comes after the text, at the foot. */
[data-testid="stColumn"]:has(.sb-text) { padding-bottom: 40vh; }
[data-testid="stColumn"]:has(.st-key-side) { position: sticky; top: 4rem; align-self: flex-start; max-height: 80vh; overflow: auto; }
@media (max-width: 640px) {
  [data-testid="stColumn"]:has(.sb-text) { padding-bottom: 0; }
  [data-testid="stColumn"]:has(.st-key-side) { top: auto; bottom: 0; max-height: 32vh; background: SURFACE; z-index: 2; border-top: 1px solid #8C8C8C; padding-top: 8px; }
}
"""
UNDERLINES = {"accepts": "solid", "skeptical": "dotted", "declines": "dashed", "none": "none"}
STYLE += "".join(
    f".st-{label} {{ background: color-mix(in srgb, {colour} 18%, transparent); border-bottom: 2px {UNDERLINES[label]} {colour}; }}\n"
    f".sb-quote.q-{label} {{ border-left-color: {colour}; }} .sb-sign-{label} {{ color: {colour}; }}\n"
    for label, colour in (COLOURS | {"none": NEUTRAL}).items()
)
STYLE = STYLE.replace("SURFACE", f"light-dark({', '.join(one['backgroundColor'] for one in SURFACES.values())})")
STYLE += "</style>"


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence: its span, its index, and (actor, label) pairs, the surest first."""

    start: int
    end: int
    index: int
    stances: tuple[tuple[str, str], ...]


def article_html(text: str, marks: Iterable[Mark], furniture: Sequence[Span] = ()) -> str:
    """Render `text` with a `<mark id="s{index}">` around each supporting sentence; furniture is dimmed.

    Overlapping marks keep the first. Nothing of the text is left out.
    """
    pieces: list[tuple[int, int, Mark | None]] = [(mark.start, mark.end, mark) for mark in marks]
    pieces += [(start, end, None) for start, end in furniture]
    parts = ['<div class="sb-text" lang="en">']
    position = 0
    for start, end, mark in sorted(pieces, key=lambda piece: piece[:2]):
        if start < position:
            continue
        parts += [html.escape(text[position:start]), _piece(text[start:end], mark)]
        position = end
    return "".join([*parts, html.escape(text[position:]), "</div>"])


def quote_html(
    sentence: str, mention: Span, label: str, hits: Sequence[Span] = (), around: tuple[str, str] = ("", "")
) -> str:
    """Render a sentence with its mention in bold and what a search hit marked; both are spans of the sentence.

    `around` are the sentences before and after it, shown fainter.
    """
    before, after = (f'<span class="sb-around">{html.escape(one)}</span>' if one else "" for one in around)
    words = _piecewise(sentence, mention, hits)
    return f'<blockquote class="sb-quote q-{label}">{" ".join(filter(None, (before, words, after)))}</blockquote>'


def source_link(url: str | None, sentence: str) -> str | None:
    """The source page's address with a text fragment that opens at the sentence; None unless http(s).

    First and last four words, percent-encoded throughout (WICG, Scroll to Text Fragment).
    """
    try:
        scheme = urlsplit(url or "").scheme
    except ValueError:  # as for "http://[oops"
        return None
    if not url or scheme not in ("http", "https"):
        return None
    words = re.findall(r"\S+", sentence)
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    fragment = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return f"{url.split('#', 1)[0]}#:~:text={fragment}"


def web_address(url: str | None) -> str:
    """The address as it is where it may be a link, which is http(s) alone; else empty."""
    return url if url and source_link(url, "") else ""


def _piecewise(sentence: str, mention: Span, hits: Sequence[Span]) -> str:
    """Cut wherever a mention or a hit begins or ends: they may overlap, HTML elements may not."""
    cuts = sorted({0, len(sentence), *mention, *(end for hit in hits for end in hit)})
    pieces = []
    for start, end in pairwise(cuts):
        piece = html.escape(sentence[start:end])
        if any(first <= start and end <= last for first, last in hits):
            piece = f'<mark class="sb-hit">{piece}</mark>'
        pieces.append(f"<b>{piece}</b>" if mention[0] <= start and end <= mention[1] else piece)
    return "".join(pieces)


def _piece(text: str, mark: Mark | None) -> str:
    if mark is None:
        return f'<span class="sb-furniture">{html.escape(text)}</span>'
    label = mark.stances[0][1]
    tags = "".join(
        f'<span class="sb-tag"><span class="sb-sign-{one}">{SIGNS[one]}</span> {html.escape(actor)} {one}</span>'
        for actor, one in mark.stances
    )
    return f'<mark id="s{mark.index}" class="st-{label}" tabindex="-1">{html.escape(text)}</mark>{tags}'
