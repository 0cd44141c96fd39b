"""Evidence packs: everything in it is there, nothing in it runs or is fetched, and the checksums hold."""

import csv
import dataclasses
import hashlib
import html
import io
import itertools
import json
import re
import zipfile
from html.parser import HTMLParser

import pandas as pd
import pytest

import stanceboard as sb
from dashboard import takeaway
from dashboard.pack import Pack, actor_table, gather
from dashboard.pack_files import pack_zip
from dashboard.pack_page import pack_html
from dashboard.search import read_search
from dashboard.state import Filters
from dashboard.takeaway import Order
from stanceboard import corrections
from stanceboard.export import read_rows
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TEXT, TOPIC

EVENTS = pd.DataFrame([("2018-08-15", "A <b>round</b>", "")], columns=["date", "label", "source_url"])
EVERYTHING = Filters()
MADE = "2026-11-24T10:00:00+00:00"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Tags(HTMLParser):
    """The tags of a page with their attributes; fails on what is not closed in order."""

    VOID = ("meta", "br", "img", "link", "input")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def filled(store):
    """Two articles in the store: one of a wire, one later that is hostile all over."""
    first = sb.Article(
        "Kabul turns down talks", TEXT, "2018-08-22", "Example Wire", "https://example.org/talks?a=1&b=2"
    )
    store.add(first, sb.analyse(first, TOPIC, SCORER), topic=TOPIC)
    text = f"Iran came first. {HOSTILE} was shown. Turkey <b>agreed</b> to the Moscow talks. It rained."
    scorer = FixedScorer({("Turkey", TOPIC.name): "accepts"})
    second = sb.Article(HOSTILE, text, "2018-09-01", HOSTILE, "javascript:alert(3)")
    store.add(second, sb.analyse(second, TOPIC, scorer), topic=TOPIC)
    return store


def packed(store, filters: Filters = EVERYTHING, **options) -> Pack:
    return gather(store, TOPIC, filters, EVENTS, MADE, **options)


def test_a_page_holds_the_finding_every_quote_in_context_and_how_it_was_made(filled):
    page = pack_html(packed(filled))
    said = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL))
    for words in (
        "Who accepts the Moscow talks?",
        "Of 3 actors that take a position in 2 articles, 2 accept and 1 declines.",
        "none, everything is in it",
        "24 November 2026, 10:00 UTC",
        "said by Zabihullah Mujahid",
        "2018-08-22 · Example Wire · Kabul turns down talks",
        "https://example.org/talks?a=1&b=2",
        "It rained.",  # the sentence after the hostile one
        "The model and how often it is right",
        "688 mentions",
        "Apache-2.0",
        "No person corrected any of these rows.",
    ):
        assert words in said, words
    assert "<b>Taliban spokesman Zabihullah Mujahid</b> said on Tuesday" in page


def test_nothing_in_a_page_runs_or_is_fetched(filled):
    page = pack_html(packed(filled))
    tags = Tags(page).seen
    names = {tag for tag, _ in tags}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
    assert all(not name.startswith("on") for _, attributes in tags for name in attributes)
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert all(link.startswith(("https://", "#")) for link in links)
    assert any(link.startswith("https://example.org/talks?a=1&b=2#:~:text=") for link in links)
    assert "url(http" not in page
    assert "@import" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "javascript:" not in page


def test_a_page_can_be_walked_without_eyes(filled):
    page = pack_html(packed(filled))
    tags = Tags(page).seen
    assert ("html", {"lang": "en"}) in tags
    headings = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(headings))
    count = {name: sum(tag == name for tag, _ in tags) for name in ("table", "caption", "figure", "figcaption")}
    assert count["table"] == count["caption"] >= 4
    assert count["figure"] == count["figcaption"] == 2
    drawings = [attributes for tag, attributes in tags if tag == "svg"]
    assert all(one["role"] == "img" and one["aria-label"] for one in drawings)
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"][1:] for tag, attributes in tags if tag == "a" and attributes["href"][0] == "#"} <= set(
        ids
    )


def test_a_page_follows_the_readers_theme_screen_and_paper(filled):
    page = pack_html(packed(filled))
    assert "prefers-color-scheme: dark" in page
    assert "max-width: 640px" in page
    assert "@media print" in page


def test_filters_choose_quotes_and_are_said_in_words(filled):
    pack = packed(filled, Filters(stances=("declines",)))
    assert set(pack.quotes["label"]) == {"declines"}
    assert "stance declines" in pack_html(pack)
    assert set(actor_table(pack)["current"]) == {"accepts", "declines"}


def test_a_search_chooses_quotes_and_is_said_among_the_filters(filled):
    pack = packed(filled, search=read_search('agreed "Moscow talks"'))
    assert 0 < len(pack.rows) < len(packed(filled).rows)
    assert len(pack.whole) == len(packed(filled).whole)
    assert pack.filters == ("text holds agreed and “Moscow talks”",)
    assert "text holds agreed and “Moscow talks”" in pack_html(pack)


def test_a_pack_counts_each_story_once_and_holds_every_copy(filled):
    stories = filled.articles().assign(story=1)
    pack, every = packed(filled, stories=stories), packed(filled)
    assert (pack.left_out, pack.whole["article_id"].nunique(), len(pack.articles)) == (1, 1, 2)
    assert len(pack.rows) == len(every.rows)
    page = pack_html(pack)
    assert "take a position in 1 article," in page
    assert "1 wire copy counted once" in page
    assert "2 articles, 1 wire copy among them counted once, the oldest first." in page
    assert "take a position in 2 articles," in pack_html(every)


def test_a_topic_with_an_article_of_its_own_has_no_second_in_a_pack(filled):
    pack = dataclasses.replace(packed(filled), topic=sb.Topic("The lease"))
    assert "<h1>Who accepts The lease?</h1>" in pack_html(pack)


def test_actors_come_with_their_change_and_counts(filled):
    text = "The Taliban will not go to the Moscow talks."
    later = sb.Article("Taliban pull out", text, "2018-10-01")
    scorer = FixedScorer({("Taliban", TOPIC.name): "declines"})
    filled.add(later, sb.analyse(later, TOPIC, scorer), topic=TOPIC)
    taliban = actor_table(packed(filled)).iloc[0]
    assert (taliban["actor"], taliban["current"], taliban["changed_from"]) == ("Taliban", "declines", "accepts")
    assert (taliban["articles"], taliban["accepts"], taliban["declines"]) == (2, 1, 1)


def test_what_people_corrected_is_named_and_escaped(filled):
    row = packed(filled).quotes.iloc[0]
    corrections.correct(filled, row["row_id"], "skeptical", note=HOSTILE, coder="<i>Ann</i>")
    pack = packed(filled)
    assert list(pack.corrections["label"]) == ["skeptical"]
    page = pack_html(pack)
    assert "&lt;i&gt;Ann&lt;/i&gt;" in page
    assert "corrected by a person" in page
    assert "<script>" not in page


def test_an_empty_view_is_said_to_be_empty(filled):
    pack = packed(filled, Filters(actors=("Nobody",)))
    page = pack_html(pack)
    assert "No actor takes a position in these articles." in page
    assert "there is nothing to draw" in page
    assert json.loads(unzipped(pack)["manifest.json"])["files"][1]["rows"] == 0


def unzipped(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack_zip(pack))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_of_a_zip_has_its_checksum_size_and_rows(filled):
    pack = packed(filled)
    files = unzipped(pack)
    manifest = json.loads(files["manifest.json"])
    assert {one["name"] for one in manifest["files"]} == set(files) - {"manifest.json", "SHA256SUMS"}
    for one in manifest["files"]:
        assert one["sha256"] == hashlib.sha256(files[one["name"]]).hexdigest()
        assert one["bytes"] == len(files[one["name"]])
    rows = {one["name"]: one["rows"] for one in manifest["files"]}
    assert rows["stances.xlsx"] == rows["stances.csv"] == len(pack.rows)
    assert (rows["articles.csv"], rows["evidence-pack.html"], manifest["left_out"]) == (2, None, {})
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in files if name != "SHA256SUMS"}


def test_the_tables_of_a_zip_are_read_back_and_hold_no_text_of_an_article(filled, tmp_path):
    pack = packed(filled)
    files = unzipped(pack)
    for kind in ("csv", "xlsx", "json", "parquet"):
        path = tmp_path / f"rows.{kind}"
        path.write_bytes(files[f"stances.{kind}"])
        pd.testing.assert_frame_equal(read_rows(path), pack.rows.reset_index(drop=True))
    articles = list(csv.DictReader(io.StringIO(files["articles.csv"].decode("utf-8-sig"))))
    assert [one["title"] for one in articles] == ["Kabul turns down talks", HOSTILE]
    assert "text" not in articles[0]
    assert "donate" not in "".join(content.decode("utf-8", "ignore") for content in files.values())


def test_equal_packs_are_equal_bytes_and_another_time_is_the_only_difference(filled):
    pack = packed(filled)
    later = dataclasses.replace(pack, made_at="2026-11-25T10:00:00+00:00")
    assert pack_zip(pack) == pack_zip(packed(filled))
    before, after = unzipped(pack), unzipped(later)
    assert {name for name in before if before[name] != after[name]} == {
        "evidence-pack.html",
        "manifest.json",
        "SHA256SUMS",
    }


def test_a_table_that_its_format_cannot_hold_is_left_out_and_named(filled):
    pack = packed(filled)
    pack = dataclasses.replace(pack, rows=pack.rows.assign(title="x" * 40_000))
    files = unzipped(pack)
    assert "stances.xlsx" not in files
    assert "Choose CSV" in json.loads(files["manifest.json"])["left_out"]["stances.xlsx"]


@pytest.mark.parametrize("kind", list(takeaway.KINDS))
def test_every_kind_is_made_with_its_rows_and_says_how_far_it_is(filled, kind):
    said: list[float] = []
    order = Order(filled.address, filled.version(), TOPIC, Filters(stances=("accepts",)), False, kind)
    made = takeaway.make(order, filled, EVENTS, lambda share, text: said.append(share))
    assert made.rows == 2
    assert made.name.startswith("stanceboard-moscow-talks-view.")
    assert len(made.content) > 500
    assert said == sorted(said)
    assert all(0 <= share <= 1 for share in said)


def test_the_shelf_keeps_only_the_last_files(filled):
    takeaway.shelf().clear()
    for version in range(takeaway.KEPT + 3):
        order = Order("here", version, TOPIC, Filters(), True, "CSV")
        takeaway.keep(order, takeaway.Made("a.csv", "text/csv", b"", 0))
    assert [order.version for order in takeaway.shelf()] == list(range(3, takeaway.KEPT + 3))
    takeaway.shelf().clear()


def test_sizes_are_said_as_readers_say_them():
    assert [takeaway.size_in_words(count) for count in (12, 163_991, 2_500_000)] == ["1 kB", "164 kB", "2.5 MB"]
