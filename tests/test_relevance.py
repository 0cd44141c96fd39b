"""Is an article about a topic, and by which names a scorer is asked of it."""

import pytest

import stanceboard as sb
from stanceboard.relevance import asked_as, share_used
from stanceboard.testing import FixedScorer

TALKS = sb.Topic("Oslo talks (2006)", ("talks in Oslo", "Russia's invitation"))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Delegates arrived in Oslo for the talks.", 1 / 2),
        ("Russia had asked both sides to Oslo.", 1.0),
        ("The Russian envoy left.", 1 / 2),
        ("Iran rejected the fishing quota.", 0.0),
        ("", 0.0),
    ],
)
def test_how_much_of_a_topics_names_a_text_uses(text: str, share: float):
    assert share_used(TALKS, text) == pytest.approx(share)


def test_what_many_topics_are_called_counts_for_nothing():
    assert share_used(sb.Topic("Oslo talks", ("the talks", "the peace deal")), "The talks on a deal broke down.") == 0.0
    assert share_used(sb.Topic("the talks"), "Iran rejected the quota.") == 1.0


def test_an_article_about_the_topic_is_read_toward_several_names_and_any_other_toward_one():
    about = "Delegates arrived in Oslo for the talks."
    assert asked_as(TALKS, about) == TALKS
    assert asked_as(sb.Topic("Oslo talks"), about).aliases == ("the Oslo talks", "Oslo talks")
    assert asked_as(TALKS, "Iran rejected the fishing quota.") == sb.Topic("Oslo talks (2006)")


def test_rows_keep_the_topic_as_it_was_given():
    rows = sb.analyse(
        sb.Article("t", "Iran rejected the fishing quota."),
        TALKS,
        FixedScorer({("Iran", "Oslo talks (2006)"): "declines"}),
    )
    assert [(row.topic, row.label) for row in rows] == [(TALKS, "declines")]


@pytest.mark.model
def test_an_article_about_something_else_holds_no_positions():
    text = "Iran rejects fishing quota\n\nIran rejected the fishing quota on Monday. Oman said that it would sign, and Qatar had doubts."
    quota = sb.Topic("Gulf fishing quota", ("the quota", "fishing quota"))
    of_it = {
        one.actor.name: one.label for one in sb.summarise(sb.analyse(sb.Article("t", text), quota, sb.load_scorer()))
    }
    assert (of_it["Iran"], of_it["Oman"]) == ("declines", "accepts")
    of_talks = sb.summarise(sb.analyse(sb.Article("t", text), TALKS, sb.load_scorer()))
    assert {one.label for one in of_talks} == {"none"}


@pytest.mark.model
def test_a_topic_entered_by_its_name_alone_is_found():
    text = "Iran rejects Gulf fishing quota\n\nIran said no on Monday. Oman will sign."
    said = sb.summarise(sb.analyse(sb.Article("t", text), sb.Topic("Gulf fishing quota"), sb.load_scorer()))
    assert {one.actor.name: one.label for one in said} == {"Iran": "declines", "Oman": "accepts"}
