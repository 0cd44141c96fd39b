"""Charts as files: pictures that say what they show, whatever the texts in them hold."""

import struct
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard import charts, figures, findings
from dashboard.drawing import Drawing
from dashboard.figures import Words
from tests.test_dashboard import scored

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = Words(
    'Who <script>alert(1)</script> & "why"?',
    "One mark\x0b for each actor. " * 20,
    "Source: <b>Wire</b> & Sons",
    "Bars of <actors>.",
)


@pytest.fixture
def rows() -> pd.DataFrame:
    return scored(
        ("2018-08-01", "Turkey said it would come. Iran refused to go.", {"Turkey": "accepts", "Iran": "declines"}),
        ("2018-09-01", "Turkey pulled out.", {"Turkey": "declines"}),
    )


@pytest.fixture
def bars(rows) -> Drawing:
    return charts.stance_bars(findings.shares(findings.positions(rows)))


def test_a_picture_is_one_drawing_with_title_caption_and_source_inside(bars):
    tree = ElementTree.fromstring(figures.chart_svg(bars, HOSTILE))
    said = " ".join("".join(one.itertext()) for one in tree.iter(f"{SVG}text"))
    assert tree.find(f"{SVG}title").text == HOSTILE.title
    assert tree.find(f"{SVG}desc").text == HOSTILE.alt
    assert HOSTILE.title in said
    assert "One mark for each actor." in said.replace("\ufffd", "")
    assert HOSTILE.source in said
    assert "Turkey · 2" in said


def test_mark_up_in_a_title_stays_text(bars):
    drawn = figures.chart_svg(bars, HOSTILE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert "<script" not in drawn
    assert "<b>" not in drawn


def test_mark_up_and_controls_in_an_actor_stay_text(rows):
    frame = rows.assign(actor="<img src=x>\x0b & 'co'")
    drawn = figures.chart_svg(charts.stance_bars(findings.shares(findings.positions(frame))), HOSTILE)
    assert ElementTree.fromstring(drawn) is not None
    assert "<img" not in drawn


@pytest.mark.parametrize("name", ["a\x00b", "\ufffe", "x" * 100_000, "\u202eمرحبا", "👩‍👧", ""])
def test_no_name_ends_the_process_or_takes_minutes(rows, name):
    frame = rows.assign(actor=name)
    assert ElementTree.fromstring(figures.plain_svg(charts.stance_bars(findings.shares(findings.positions(frame)))))


def test_a_picture_is_white_with_dark_ink_and_asks_for_nothing(bars):
    drawn = figures.chart_svg(bars, HOSTILE)
    assert f'<rect width="100%" height="100%" fill="{figures.PAPER}"/>' in drawn
    assert f'fill="{figures.INK}"' in drawn
    for asking in ("@import", "@font-face", "<image", "href="):
        assert asking not in drawn


def test_a_long_caption_takes_more_lines_and_a_higher_picture(bars):
    short = ElementTree.fromstring(figures.chart_svg(bars, Words("t", "short", "s", "")))
    long = ElementTree.fromstring(figures.chart_svg(bars, Words("t", "a long caption " * 40, "s", "")))
    assert short.get("width") == long.get("width") == str(figures.WIDTH + 2 * figures.MARGIN)
    assert int(long.get("height")) > int(short.get("height")) + 60


def test_a_png_is_twice_as_large_as_the_drawing(bars):
    png = figures.chart_png(bars, HOSTILE)
    drawing = ElementTree.fromstring(figures.chart_svg(bars, HOSTILE))
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == tuple(2 * int(drawing.get(side)) for side in ("width", "height"))


def test_the_same_chart_is_the_same_bytes(bars):
    assert figures.chart_svg(bars, HOSTILE) == figures.chart_svg(bars, HOSTILE)


def test_a_caption_says_how_many_articles_and_when(rows):
    assert figures.extent(rows, ["actor Turkey"]) == "2 articles, 2018-08-01 to 2018-09-01; actor Turkey."
    assert figures.extent(rows.iloc[:1].assign(date=None)) == "1 article, undated."


def test_a_source_line_names_sources_and_model(rows):
    line = figures.source_line(rows.assign(source="Example Wire", model="m-1"))
    assert line.startswith("Source: articles of Example Wire. Stances computed by the model m-1, Stanceboard ")
    assert "articles without a named source" in figures.source_line(rows)
