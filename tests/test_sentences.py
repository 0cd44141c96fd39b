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
        ("KABUL, Nov 6 - The envoy left.", ["The envoy left."]),
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
