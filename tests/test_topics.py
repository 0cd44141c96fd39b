"""Which words name a topic."""

import pytest

from stanceboard.errors import InvalidInput
from stanceboard.topics import find_named, read_topics


def named(text: str, *names: str) -> str | None:
    found = find_named(text, names)
    return text[slice(*found)] if found else None


def test_a_name_is_found_whatever_its_case_accents_and_punctuation():
    assert named("They met at the Russia–led PEACE TALKS.", "Russia-led peace talks") == "Russia–led PEACE TALKS"
    assert named("The Brasília accord holds.", "brasilia accord") == "Brasília accord"
    assert named("The Brasi\u0301lia accord holds.", "Brasília accord") == "Brasi\u0301lia accord"
    assert named("Russia’s invitation came.", "Russia's invitation") == "Russia’s invitation"


def test_only_whole_words_match():
    assert named("The port dealers met.", "port deal") is None
    assert named("A deal about the port.", "port deal") is None


def test_the_first_place_and_there_the_longest_name_wins():
    assert named("The Moscow talks, the Moscow talks in May.", "Moscow", "Moscow talks in May", "Moscow talks") == (
        "Moscow talks"
    )


def test_other_scripts_are_matched_too():
    assert named("Переговоры в МОСКВЕ начались.", "переговоры в москве") == "Переговоры в МОСКВЕ"


@pytest.mark.parametrize("name", ["", " ", "?!", "\u0301"])
def test_a_name_without_a_word_matches_nothing(name):
    assert named("Anything at all ?!", name) is None


def test_a_topic_file_with_a_wrong_period_is_named(tmp_path):
    path = tmp_path / "topic.toml"
    path.write_text('[[topic]]\nname = "Lease"\nfrom = "2020-02-01"\nto = 2020-01-01\n')
    with pytest.raises(InvalidInput, match=r"topic.toml: 'Lease': Expected a period that begins before it ends"):
        read_topics(path)
