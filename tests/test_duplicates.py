"""Edited wire copy is one story; two reports of the same event are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceboard.duplicates import SAME_STORY, find_near, signature, story_of
from stanceboard.store import sample_articles

REPORTS = [one.text for one in sample_articles()]


def edited(text: str, every: int) -> str:
    """The copy of another outlet: its own headline and dateline, and every so-manieth word replaced."""
    words = text.split()
    changed = [f"other{number}" if number % every == every - 1 else word for number, word in enumerate(words)]
    return "Our own headline\n\nKABUL (Example Wire) - " + " ".join(changed)


def shortened(text: str) -> str:
    words = text.split()
    return "Another headline\n\n" + " ".join(words[: len(words) * 3 // 4])


@pytest.mark.parametrize("copy", [lambda text: edited(text, 12), shortened, str.upper, lambda text: text + " More."])
def test_edited_wire_copy_is_the_same_story(copy):
    assert story_of([*REPORTS, *map(copy, REPORTS)]) == list(range(len(REPORTS))) * 2


def test_reports_of_the_same_event_are_stories_of_their_own():
    assert story_of(REPORTS) == list(range(len(REPORTS)))


def test_copy_with_every_third_word_changed_is_another_story():
    assert story_of([REPORTS[0], edited(REPORTS[0], 3)]) == [0, 1]


def test_the_estimate_is_near_the_true_share():
    text = REPORTS[0]
    words = [text.split(), edited(text, 12).split()]
    one, other = ({" ".join(run[i : i + 3]).casefold() for i in range(len(run) - 2)} for run in words)
    assert signature(text).jaccard(signature(edited(text, 12))) == pytest.approx(
        len(one & other) / len(one | other), abs=0.13
    )
    assert 0 < SAME_STORY < 1


def test_texts_belong_together_through_a_third():
    words = [f"w{number}" for number in range(400)]
    first, middle, last = (" ".join(words[start : start + 200]) for start in (0, 60, 120))
    assert story_of([first, last, middle]) == [0, 0, 0]
    assert story_of([first, last]) == [0, 1]


@pytest.mark.parametrize("text", ["", "Rain fell.", "\ud800", "🙂" * 50])
def test_texts_too_short_to_tell_are_one_story_only_when_identical(text):
    assert signature(text) is None
    assert story_of([text, text + "x", text]) == [0, 1, 0]


@given(st.lists(st.sampled_from(["", "a b c", *REPORTS[:3], edited(REPORTS[0], 12)]), max_size=8))
def test_stories_are_numbered_from_zero_in_text_order(texts):
    numbers = story_of(texts)
    assert len(numbers) == len(texts)
    assert list(dict.fromkeys(numbers)) == list(range(len(set(numbers))))


def test_a_near_duplicate_names_the_stored_article_it_is_most_like():
    known = {f"a{number}": signature(text) for number, text in enumerate(REPORTS)} | {"short": signature("Rain fell.")}
    asked = [edited(REPORTS[3], 12), "Nothing like it was ever written here before, not even by those who tried to."]
    assert find_near(asked, known) == ["a3", None]
    assert find_near(["Rain fell."], known) == [None]
