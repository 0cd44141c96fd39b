"""What a model card says of figures that `evaluate` measured: tables, and how reliable the confidence is, drawn."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from stanceboard.errors import InvalidInput
from stanceboard.types import LABELS, POLARITIES

Figures = Mapping[str, Mapping[str, Any]]  # by the name of the set, as `evaluate` returns them
MARKS = ("<!-- figures -->", "<!-- end of figures -->")
PRECISION = 0.9  # share right at which the card names a threshold below which to abstain
TOLD_FROM = 50  # in %; lower thresholds leave out next to nothing
FEWEST = 20  # positions; the share of fewer that are right is not told
MEASURES = {
    "macro_f1": "macro-F1, the mean over labels (1 is best)",
    "accuracy": "share right",
    "ece": "expected calibration error: mean gap between confidence and share right",
    **{f"f1_{name}": f"F1, {name}" for name in LABELS},
    **{f"f1_{name}": f"F1, portrayed as {name}" for name in POLARITIES},
    "actor_f1": "actors with their current stance, macro-F1 over three stances",
    "actor_f1_by_name": "the same, where the topic is entered by its name alone",
    "wrong_topic": "positions that are none toward another record's topic",
    "silent": "actors without a position that are given none",
    "offsets": "rows whose place in the text is exact",
}


def renew_card(path: Path, figures: Figures) -> None:
    """Write `figures` between the marks of a card, and its reliability diagrams as SVG files beside it.

    Raises InvalidInput when the marks are not there.
    """
    drawn = {name: found["reliability"] for name, found in figures.items() if "reliability" in found}
    pictures = " ".join(f"![Share right by confidence, {name}](reliability-{name}.svg)" for name in drawn)
    parts = (figures_table(figures), abstention_table(figures), pictures)
    card = renewed(path.read_text(encoding="utf-8"), "\n\n".join(filter(None, parts)))
    for name, bins in drawn.items():
        reliability_chart(bins).properties(width=260, title=name).save(path.parent / f"reliability-{name}.svg")
    path.write_text(card, encoding="utf-8")


def renewed(card: str, figures: str) -> str:
    """Replace what stands between the marks of a Markdown text. Raises InvalidInput when they are not there."""
    begin, end = MARKS
    if card.count(begin) != 1 or card.count(end) != 1:
        raise InvalidInput(
            f"Expected one line {begin} and one line {end}, found none or several. Add them to the card."
        )
    before, _, rest = card.partition(begin)
    return f"{before}{begin}\n{figures}\n{end}{rest.partition(end)[2]}"


def figures_table(figures: Figures) -> str:
    """Every figure, one a line, in Markdown."""
    return _table(("set", "n", "measure", "figure"), figures_in_words(figures))


def figures_in_words(figures: Figures) -> Iterator[tuple[str, str, str, str]]:
    """Lines of (set, size, measure, figure), as in ("voa-dev", "688 mentions", "share right", "0.823")."""
    for name, found in figures.items():
        size = f"{found['articles']} articles" if "articles" in found else f"{found['n']} mentions"
        for key, measure in MEASURES.items():
            if key in found:
                low, high = found.get(f"{key}_interval", (None, None))
                spread = f" (95 % {low:.2f} to {high:.2f})" if low is not None else ""
                yield name, size, measure, f"{found[key]:.3f}{spread}"


def abstention_table(figures: Figures) -> str:
    """What a threshold buys on each set that has positions, in Markdown; the one that reaches PRECISION is bold."""
    lines = []
    for name, found in figures.items():
        table = found["abstention"]["table"] if "abstention" in found else []
        enough = threshold_for(table)
        for threshold, count, kept, right in table:
            if count >= FEWEST and (threshold in (0, enough) or threshold >= TOLD_FROM):
                strong = "**" if threshold == enough else ""
                lines.append((name, f"{strong}{threshold} %{strong}", f"{count}", f"{kept:.0%}", f"{right:.3f}"))
    return _table(("set", "threshold", "positions kept", "share kept", "share right"), lines) if lines else ""


def threshold_for(table: Sequence[Sequence[Any]], precision: float = PRECISION) -> int | None:
    """The lowest threshold, in %, from which on `precision` of the positions are right; None where none reaches it.

    `table` is of `evaluation.abstention`. Thresholds that leave fewer than FEWEST positions decide nothing.

    >>> threshold_for([[0, 90, 1.0, 0.8], [50, 60, 0.67, 0.92], [90, 3, 0.03, 0.67]])
    50
    """
    told = [(threshold, right) for threshold, count, _, right in table if count >= FEWEST]
    short = [threshold for threshold, right in told if right < precision]
    return next((threshold for threshold, _ in told if threshold > max(short, default=-1)), None)


def reliability_chart(bins: list[list[float]]) -> alt.LayerChart | alt.FacetChart:
    """How often the model is right at each confidence; `bins` are [confidence, share right, count]."""
    frame = pd.DataFrame(bins, columns=["confidence", "right", "count"])
    axis = alt.Scale(domain=[0, 1])
    line = (
        alt.Chart(pd.DataFrame({"x": [0, 1], "y": [0, 1]}))
        .mark_line(strokeDash=[4, 4], color="#8C8C8C")
        .encode(x="x:Q", y="y:Q")
    )
    points = (
        alt.Chart(frame)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=70, color="#0072B2"), color="#0072B2")
        .encode(
            x=alt.X("confidence:Q", scale=axis, title="confidence", axis=alt.Axis(format="%", tickCount=5)),
            y=alt.Y("right:Q", scale=axis, title="share right", axis=alt.Axis(format="%", tickCount=5)),
            tooltip=[alt.Tooltip("confidence:Q", format=".0%"), alt.Tooltip("right:Q", format=".0%"), "count:Q"],
        )
    )
    return alt.layer(line, points).properties(height=260)


def _table(heads: Sequence[str], lines: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
