"""Search, orders, coverage and what a threshold buys: the list of evidence, computed without Streamlit."""

import html
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stanceboard as sb
from dashboard import listing, measured
from dashboard.highlight import quote_html
from dashboard.parts import hit
from dashboard.search import Search, described, fold, hits, matching, read_search
from stanceboard.rows import table
from stanceboard.sentences import split_sentences
from stanceboard.testing import FixedScorer
from tests.conftest import TOPIC

TEXT = "Turkey welcomed the Kábul peace talks. Iran’s envoy refused.\n\nTurkey came (at last)."


@pytest.fixture
def rows() -> pd.DataFrame:
    scorer = FixedScorer({("Turkey", TOPIC.name): "accepts", ("Iran", TOPIC.name): "declines"})
    dated = sb.Article("Über Moscow", TEXT, "2018-08-01")
    undated = sb.Article("No day", "Iran refused.")
    return table([(one, sb.analyse(one, TOPIC, scorer)) for one in (dated, undated)])


def sentences(rows: pd.DataFrame, typed: str) -> list[str]:
    return list(matching(rows, read_search(typed))["sentence"])


def test_words_are_found_whatever_their_case_and_accents(rows):
    assert sentences(rows, "KABUL turkey") == ["Turkey welcomed the Kábul peace talks."]
    assert sentences(rows, "kábul") == sentences(rows, "kabul")
    assert sentences(rows, "iran's") == sentences(rows, "Iran’s") == ["Iran’s envoy refused."]


def test_a_word_is_found_by_its_beginning_and_not_by_its_inside(rows):
    assert sentences(rows, "welcom") == ["Turkey welcomed the Kábul peace talks."]
    assert sentences(rows, "elcomed") == []


def test_words_may_stand_in_different_fields(rows):
    assert sentences(rows, "uber envoy") == ["Iran’s envoy refused."]
    assert sentences(rows, "no day") == ["Iran refused."]


def test_a_quoted_phrase_is_found_to_the_letter(rows):
    assert sentences(rows, '"peace talks"') == ["Turkey welcomed the Kábul peace talks."]
    for other in ('"talks peace"', '"Peace talks"', '"peace talk"', '"Kabul peace"'):
        assert sentences(rows, other) == []
    assert sentences(rows, "“Kábul peace” turkey") == ["Turkey welcomed the Kábul peace talks."]


def test_what_is_typed_is_never_a_pattern(rows):
    assert sentences(rows, ".*") == sentences(rows, "") == list(rows["sentence"])
    assert not read_search("(( ** \\ [")
    assert sentences(rows, "a|iran") == []
    assert sentences(rows, '"(at last)"') == ["Turkey came (at last)."]


@given(st.text(max_size=300), st.text(max_size=120))
def test_any_search_in_any_text_gives_spans_of_it(typed, text):
    search = read_search(typed)
    found = hits(text, search)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)
    bare = re.sub(r"<[^>]+>", "", quote_html(text, (0, min(3, len(text))), "accepts", found))
    assert html.unescape(bare) == text


def test_hits_are_marked_in_the_sentence_and_mark_up_stays_text():
    search = read_search('kab script "peace talks"')
    text = "Kábul <script> peace talks"
    assert [text[start:end] for start, end in hits(text, search)] == ["Káb", "script", "peace talks"]
    page = quote_html(text, (0, 5), "accepts", hits(text, search))
    assert '<b><mark class="sb-hit">Káb</mark></b><b>ul</b>' in page
    assert '&lt;<mark class="sb-hit">script</mark>&gt;' in page
    assert hit("[x] :red[kab]", search) == "\\[x\\] \\:red\\[:yellow-background[**kab**]\\]"
    assert described(search) == "kab and script and “peace talks”"
    assert described(Search()) == ""


def test_folding_keeps_letters_that_grow():
    assert fold("Straße ŒUVRE ﬁ") == "strasse œuvre fi"
    assert hits("die Straße", read_search("strass")) == [(4, 9)]


def test_the_sentences_around_are_those_of_the_article():
    found = split_sentences(TEXT)
    middle = found[1]
    assert listing.around(found, middle.start, middle.end) == (found[0].text, found[2].text)
    assert listing.around(found, found[0].start, found[0].end) == ("", middle.text)
    assert listing.around([], 0, 5) == ("", "")
    page = quote_html("b", (0, 1), "accepts", (), ("<a>", "c"))
    assert '<span class="sb-around">&lt;a&gt;</span> <b>b</b> <span class="sb-around">c</span>' in page


def test_orders_put_the_undated_last(rows):
    rows.loc[:, "probability"] = [0.5, 0.9, 0.4, 0.7]
    assert list(listing.ordered(rows, "Surest first")["probability"]) == [0.9, 0.7, 0.5, 0.4]
    assert list(listing.ordered(rows, "Least sure first")["probability"]) == [0.4, 0.5, 0.7, 0.9]
    assert list(listing.ordered(rows, "Actor")["actor"]) == ["Iran", "Iran", "Turkey", "Turkey"]
    for order in ("Newest first", "Oldest first", "not an order"):
        assert listing.ordered(rows, order)["title"].iloc[-1] == "No day"


def test_coverage_counts_sentences_and_what_is_undecided(rows):
    assert listing.coverage(rows, 3, 1200, 0) == (
        "3 articles were read, 1,200 sentences in all. An actor was found in 4 sentences; 3 of them hold a position."
    )
    rows.loc[:, "probability"] = [0.5, 0.9, 0.4, 0.7]
    assert listing.coverage(rows, 1, None, 70) == (
        "1 article was read; the sentences are still being counted. An actor was found in 4 sentences; "
        "3 of them hold a position. 2 of those are left undecided: the model is less than 70 % sure."
    )


def test_details_tell_all_that_the_model_says(rows):
    line = listing.details(rows.assign(speaker="A. Envoy").to_dict("records")[0])
    assert line.startswith("accepts 89%, skeptical 4%, declines 3%, none 4%. Portrayed as neutral (91%).")
    assert line.endswith(" Said by A. Envoy. Model fixed.")


FIGURES = {
    "words": {"macro_f1": 0.5},
    "lines": {
        "abstention": {
            "unit": "sentences",
            "n": 300,
            "table": [[0, 324, 1.0, 0.88], [70, 172, 0.53, 0.95], [95, 0, 0.0, None]],
        }
    },
}


def test_a_threshold_tells_what_it_buys_from_the_file():
    assert measured.bought(FIGURES, 70) == (
        "At 70 %, by this model's tests: on 300 labelled sentences 95% of the shown positions were right (88% of all), "
        "and 53% of positions are kept."
    )
    assert "0 of 324 positions are kept, too few to say" in measured.bought(FIGURES, 95)
    assert measured.bought(FIGURES, 42) == ""
    assert measured.bought({"words": {"macro_f1": 0.5}}, 70) == ""


def test_the_slider_says_from_where_on_nine_in_ten_are_right():
    figures = {
        "lines": {"abstention": {"unit": "sentences", "n": 300, "table": [[0, 324, 1.0, 0.88], [70, 172, 0.53, 0.95]]}},
        "whole": {"abstention": {"unit": "articles", "n": 25, "table": [[0, 273, 1.0, 0.66], [70, 126, 0.46, 0.76]]}},
    }
    assert measured.enough(figures) == (
        "90% of the shown positions were right from 70 % up on 300 labelled sentences, at no setting on 25 labelled articles."
    )
    assert measured.enough({}) == ""


def test_figures_speak_only_for_the_model_that_was_measured():
    assert measured.is_of(FIGURES, "m-1", ["m-1", "m-1"])
    assert not measured.is_of(FIGURES, "m-1", ["m-1", "other"])
    assert not measured.is_of({}, "m-1", ["m-1"])
