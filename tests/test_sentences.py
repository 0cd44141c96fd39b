"""Sentences: exact offsets on the layouts and abbreviations that news uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceboard.sentences import split_sentences


def texts(text: str) -> list[str]:
    return [one.text for one in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. declined on Sept. 4. It will not go.", ["The U.S. declined on Sept. 4.", "It will not go."]),
        ("Gen. Joseph Dunford spoke. He left.", ["Gen. Joseph Dunford spoke.", "He left."]),
        ("Kabul stays away\n\nThe talks go on.", ["Kabul stays away", "The talks go on."]),
        ("Kabul's answer was no. Moscow asked again.", ["Kabul's answer was no.", "Moscow asked again."]),
        ('"The answer is no. Kabul stays away," he said.', ['"The answer is no. Kabul stays away," he said.']),
        ("They meet in room no. 5 today.", ["They meet in room no. 5 today."]),
        ("Kabul said on Tues. that it declined.", ["Kabul said on Tues. that it declined."]),
        ("# A heading\n\nText here.", ["A heading", "Text here."]),
        ("- one item here\n- another item", ["one item here", "another item"]),
    ],
)
def test_boundaries(text: str, expected: list[str]):
    assert texts(text) == expected


def test_a_quotation_of_several_sentences_stays_with_its_speaker():
    text = '"We will not go. We saw no use in it," the minister said. The talks open today.'
    assert texts(text) == ['"We will not go. We saw no use in it," the minister said.', "The talks open today."]


def test_hard_wrapped_lines_are_one_paragraph():
    text = "The foreign ministry said on Tuesday that it would send\nits deputy to the talks, which open in the capital on\nSunday. It gave no names."
    assert len(texts(text)) == 2


@pytest.mark.parametrize(
    "below", ["The Taliban will send ten delegates to the capital, a spokesman said.", 5 * "They agreed. "]
)
def test_a_long_headline_is_not_glued_to_the_paragraph_below(below: str):
    headline = "Afghan government says it will not attend the peace talks"
    assert texts(f"{headline}\n{below}")[0] == headline


@pytest.mark.parametrize(
    "dateline",
    [
        "KABUL, Nov 6 - ",
        "KABUL, Nov 6, 2018 (Reuters) - ",
        "BERLIN (dpa) - ",
        "KATHMANDU, May 24: ",
        "MOSCOW, November 9. /TASS/. ",
        "KABUL, Afghanistan — ",
        "MOSCOW — ",
    ],
)
def test_a_dateline_is_left_out(dateline: str):
    assert texts(f"{dateline}The envoy left.") == ["The envoy left."]


@pytest.mark.parametrize(
    "text",
    [
        "NATO - which has troops there - declined to attend.",
        "RUSSIA — and only Russia — wants the talks.",
        "NATO - Kabul's ally - declined to attend.",
    ],
)
def test_an_actor_before_a_dash_is_no_dateline(text: str):
    assert texts(text) == [text]


def test_capitals_and_a_dash_far_below_the_headline_are_no_dateline():
    text = "Who will come?\n\nA list by state.\n\nIt is not complete.\n\nIRAN - Declined on Sunday."
    assert texts(text)[-1] == "IRAN - Declined on Sunday."


def test_furniture_is_left_out_and_indices_count_on():
    text = "First one here.\nRead more\nSecond one here."
    start = text.index("Read more")
    found = split_sentences(text, [(start, start + len("Read more"))])
    assert [(one.text, one.index) for one in found] == [("First one here.", 0), ("Second one here.", 1)]


@given(st.text(max_size=300))
def test_offsets_are_exact_on_any_text(text: str):
    position = 0
    for number, one in enumerate(split_sentences(text)):
        assert text[one.start : one.end] == one.text == one.text.strip()
        assert one.start >= position
        assert one.index == number
        position = one.end
