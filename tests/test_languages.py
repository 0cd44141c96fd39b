"""Languages of whole texts, and no guess where a text does not tell."""

import pytest

from stanceboard.languages import ENGLISH, UNKNOWN, find_language
from stanceboard.store import sample_articles


def test_every_sample_report_is_english():
    assert {find_language(one.text).code for one in sample_articles()} == {ENGLISH}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Regierung in Kabul nahm am Dienstag die Einladung zu den Gesprächen nicht an.", "German"),
        ("Le gouvernement afghan a décliné mardi l'invitation aux pourparlers de Moscou.", "French"),
        ("Правительство в Кабуле отклонило во вторник приглашение на переговоры в Москве.", "Russian"),
        ("حکومت افغانستان روز سه‌شنبه دعوت مسکو برای شرکت در گفت‌وگوها را نپذیرفت.", "Persian"),
    ],
)
def test_other_languages_are_named(text, name):
    assert find_language(text).name == name


@pytest.mark.parametrize("text", ["", "12 34 56", "Kabul", "\ud800\x00", "🙂🙂🙂"])
def test_a_text_that_does_not_tell_is_unknown(text):
    assert find_language(text) == UNKNOWN
