"""What new articles are checked for, and how they compare with the corpus. No Streamlit runs here."""

import datetime

import pandas as pd
import pytest

import stanceboard as sb
from dashboard import checking, comparison, findings
from stanceboard.duplicates import signature
from stanceboard.reading import Reading
from tests.conftest import TEXT
from tests.test_dashboard import scored

HOSTILE = sb.Article("<script>=1+1", TEXT + "\n\n\u202e </td>", None, "=cmd", "javascript:alert(1)")


def examined(*articles: sb.Article, stored: tuple[sb.Article, ...] = ()) -> list[checking.Candidate]:
    titles = {one.id: one.title for one in stored}
    signatures = {one.id: signature(one.text) for one in stored}
    return checking.examine([Reading("a.PDF", articles)], titles, signatures)


def test_duplicates_are_told_apart():
    first, edited = sb.Article("First", TEXT), sb.Article("Second", "Other headline\n\n" + TEXT)
    assert [one.duplicate for one in examined(first, first, edited)] == [
        "",
        "twice in this batch",
        "same story as “First” above",
    ]
    assert [one.duplicate for one in examined(first, edited, stored=(first,))] == [
        "stored already",
        "same story as the stored “First”",
    ]


def test_what_is_stored_already_is_left_out_until_chosen():
    [one] = examined(sb.Article("First", TEXT), stored=(sb.Article("First", TEXT),))
    assert (one.duplicate, one.is_chosen) == ("stored already", False)


def test_a_text_that_does_not_tell_its_language_is_left_out_until_chosen():
    [one] = examined(sb.Article("12 34", "12 34 56", "2020-01-01"))
    assert (one.problem, one.is_chosen, one.kind) == ("language not clear", False, "pdf")


def test_corrections_are_taken_and_an_empty_title_is_named():
    candidates = examined(sb.Article("One", TEXT), HOSTILE)
    edited = checking.table(candidates)
    assert checking.chosen_articles(candidates, edited) == ([candidates[0].article, HOSTILE], [])
    edited = edited.astype({"date": object})
    edited.loc[0, ["title", "source"]] = ["New title", "  "]
    edited.at[0, "date"] = datetime.date(2020, 2, 29)
    edited.loc[1, "title"] = None
    articles, problems = checking.chosen_articles(candidates, edited)
    assert articles == [sb.Article("New title", TEXT, "2020-02-29")]
    assert problems == ["a.PDF: Expected a title, found none. Write one, or leave the article out."]


def test_two_articles_that_become_one_are_scored_once():
    candidates = examined(sb.Article("One", TEXT), sb.Article("Two", TEXT))
    edited = checking.table(candidates).assign(score=True, title="Same")
    assert len(checking.chosen_articles(candidates, edited)[0]) == 1


def test_other_articles_or_another_order_have_another_table():
    one, two = sb.Article("One", TEXT), sb.Article("Two", TEXT)
    keys = [checking.key_of(examined(*articles)) for articles in ([one], [two], [one, two], [two, one])]
    assert len(set(keys)) == 4
    assert checking.key_of(examined(one)) == keys[0]


def test_an_unticked_article_is_left_out():
    candidates = examined(sb.Article("One", TEXT))
    assert checking.chosen_articles(candidates, checking.table(candidates).assign(score=False)) == ([], [])


@pytest.mark.parametrize(
    ("count", "pace", "said"),
    [(10, 100.0, "About 1 second, by"), (8000, 100.0, "About 80 seconds, by"), (60_000, 100.0, "About 10 minutes, by")],
)
def test_the_time_that_scoring_takes_is_told_in_fitting_units(count, pace, said):
    assert checking.duration(count, pace).startswith(said)


def test_the_default_pace_is_said_to_be_one():
    assert "if this machine reads 140 words a second; nothing was measured here yet" in checking.duration(1400, None)


def positions(*articles: tuple[str, str, dict[str, str]]) -> pd.DataFrame:
    return findings.positions(scored(*articles))


def test_new_articles_stand_beside_the_corpus_actor_by_actor():
    new = positions(
        ("2020-01-01", "Turkey agreed. Iran refused.", {"Turkey": "accepts", "Iran": "declines"}),
        ("2020-01-02", "China doubted it.", {"China": "skeptical"}),
    )
    corpus = positions(
        ("2018-01-01", "Turkey refused. Iran refused.", {"Turkey": "declines", "Iran": "declines"}),
        ("2018-01-02", "Turkey said no. India agreed.", {"Turkey": "declines", "India": "accepts"}),
    )
    shares, known = comparison.side_by_side(new, corpus)
    compared = comparison.table(shares, known).set_index("actor")
    assert compared.loc["Turkey"].tolist() == [True, "1 accepts", "2 declines"]
    assert compared.loc["Iran"].tolist() == [False, "1 declines", "1 declines"]
    assert compared.loc["China"].tolist() == [False, "1 skeptical", "none"]
    assert "India" not in compared.index
    assert list(dict.fromkeys(known["actor"])) == [one for one in compared.index if one != "China"]
    assert comparison.finding(compared.reset_index()) == (
        "2 of 3 actors with a position here have one in the corpus too; 1 is new. "
        "The most frequent position differs for Turkey."
    )


def test_an_empty_corpus_is_compared_with_too():
    new = positions(("2020-01-01", "Turkey agreed.", {"Turkey": "accepts"}))
    compared = comparison.table(*comparison.side_by_side(new, new.iloc[:0]))
    assert comparison.finding(compared) == "The one actor with a position here has not one in the corpus too. "
