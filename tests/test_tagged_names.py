"""Names that the tagger found, where no rule knows them: who is meant, and which of them are nobody."""

import pytest

import stanceboard as sb
from stanceboard.actors.registry import load_registry
from stanceboard.mentions import find_mentions
from stanceboard.sentences import split_sentences
from stanceboard.types import Tagged


def found(text: str, kinds: dict[str, str], probability: float = 0.9) -> list[tuple[str, str, str | None]]:
    """Mention, actor and speaker of each name; the tagger says `kinds` of names, the first place of each in a sentence."""
    asked: list[str] = []

    def tag(sentences):
        asked.extend(sentences)
        return [
            sorted(
                (
                    Tagged(one.index(name), one.index(name) + len(name), kind, probability)
                    for name, kind in kinds.items()
                    if name in one
                ),
                key=lambda tagged: tagged.start,
            )
            for one in sentences
        ]

    article = sb.Article("t", text)
    rows = find_mentions(article, split_sentences(text), load_registry(), tag)
    assert set(asked) <= {sentence.text for sentence in split_sentences(text)}
    return [(one.text, one.actor.name, one.speaker) for _, one in rows]


def test_an_unknown_person_is_an_actor_and_goes_by_the_surname_after():
    rows = found("It was, said Anand Thapa, a farce. On Monday Thapa left.", {"Anand Thapa": "person"})
    assert rows == [("Anand Thapa", "Anand Thapa", None), ("Thapa", "Anand Thapa", None)]


def test_a_body_is_the_one_before_whose_name_begins_so():
    kinds = {"Alliance Party": "organisation", "Alliance": "organisation"}
    rows = found("Nobody but the Alliance Party came. So the Alliance left.", kinds)
    assert [actor for _, actor, _ in rows] == ["Alliance Party", "Alliance Party"]


def test_a_person_behind_the_possessive_of_a_body_speaks_for_it():
    rows = found("Dublin's Ray Bourke agreed.", {"Ray Bourke": "person"})
    assert rows == [("Dublin", "Ireland", None), ("Ray Bourke", "Ireland", "Ray Bourke")]


def test_articles_and_offices_before_a_name_are_no_part_of_it():
    rows = found("They met the former Orchard Guild.", {"the former Orchard Guild": "organisation"})
    assert rows == [("Orchard Guild", "Orchard Guild", None)]


def test_whom_a_sentence_begins_with_is_an_actor():
    rows = found("Anand Thapa and two others stayed away.", {"Anand Thapa": "person"})
    assert rows[0] == ("Anand Thapa", "Anand Thapa", None)


def test_who_heads_a_delegation_speaks_for_it_from_then_on():
    rows = found("Anand Thapa headed the Taliban delegation. It is good, Thapa said.", {"Anand Thapa": "person"})
    assert {(actor, speaker) for _, actor, speaker in rows} == {("Taliban", "Anand Thapa"), ("Taliban", None)}


def test_who_leads_their_delegation_speaks_for_those_named_before():
    rows = found("The Taliban will come. Anand Thapa leads their delegation.", {"Anand Thapa": "person"})
    assert rows == [("Taliban", "Taliban", None), ("Anand Thapa", "Taliban", "Anand Thapa")]


def test_a_part_of_a_longer_name_is_nobody():
    assert found("He is a Social Democrat as well.", {"Social": "organisation"}) == []


@pytest.mark.parametrize(
    ("text", "kinds", "probability"),
    [
        ("They met in Tarnow.", {"Tarnow": "place"}, 0.99),
        ("They read the Tarnow Gazette.", {"Tarnow Gazette": "organisation"}, 0.99),
        ("They met the Orchard Guild.", {"Orchard Guild": "organisation"}, 0.69),
        ("They met Anand Thapa.", {"Anand Thapa": "person"}, 0.99),
        ("They met several men.", {"several men": "person"}, 0.99),
    ],
    ids=["a place", "a newspaper", "an unsure name", "a person who says nothing", "no capital"],
)
def test_these_are_no_actors(text, kinds, probability):
    assert found(text, kinds, probability) == []


def test_who_leads_a_delegation_takes_its_position_and_none_of_his_own():
    rows = found("A team led by Anand Thapa came to Iran.", {"Anand Thapa": "person"})
    assert "Anand Thapa" not in [text for text, _, _ in rows]


def test_what_a_rule_took_stays_as_it_is():
    rows = found("So Western officials and the Taliban left.", {"Western": "organisation", "Taliban": "person"})
    assert [actor for _, actor, _ in rows] == ["Western officials", "Taliban"]


def test_whoever_acts_is_an_actor_though_no_list_names_it():
    rows = found("The tea planters of Gurue want no part of it.", {"tea planters of Gurue": "actor"})
    assert rows == [("tea planters of Gurue", "Tea planters of Gurue", None)]


def test_who_acts_under_a_name_is_a_person_where_the_names_say_so_and_else_a_body():
    text = "It angered Anand Thapa."
    tagged = [Tagged(11, 22, "person", 0.5), Tagged(11, 22, "actor", 0.9)]
    for names, kind in ((tagged, "person"), (tagged[1:], "organisation")):
        [(_, mention)] = find_mentions(
            sb.Article("t", text), split_sentences(text), load_registry(), lambda sentences, names=names: [names]
        )
        assert (mention.actor.name, mention.actor.kind) == ("Anand Thapa", kind)


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("The minister and the president came.", {"minister": "actor", "president": "actor"}),
        ("It said that they would come.", {"It": "actor", "they": "actor"}),
        ("A team led by Anand Thapa came.", {"Anand Thapa": "actor"}),
        ("India was represented by Anand Thapa.", {"Anand Thapa": "actor"}),
        ("Greta Holm: The Swedish campaigner will come.", {"Swedish campaigner": "actor"}),
    ],
    ids=[
        "whose ministers, the text does not say",
        "pronouns",
        "who leads a team",
        "who is sent",
        "a description of who is named",
    ],
)
def test_these_stand_for_somebody_else(text, acting):
    assert not {said for said, _, _ in found(text, acting)} & set(acting)


def test_quoted_words_that_name_nobody_are_not_asked_about():
    def tag(sentences):
        assert sentences == ["“We will come,” said the Taliban."]
        return [[]]

    text = "“We will come,” said the Taliban. “It is late in the day.”"
    assert len(find_mentions(sb.Article("t", text), split_sentences(text), load_registry(), tag)) == 1


def test_a_capital_at_the_head_of_a_sentence_makes_no_name():
    text = "Pollsters warned of it."
    [(_, mention)] = find_mentions(
        sb.Article("t", text), split_sentences(text), load_registry(), lambda sentences: [[Tagged(0, 9, "actor", 0.9)]]
    )
    assert (mention.actor.name, mention.actor.kind) == ("Pollsters", "unnamed")
