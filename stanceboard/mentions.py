"""Find who is mentioned in an article, and who is meant: one Mention per place, each with its canonical Actor.

Registry names come first, then offices and people, then nominals, then anaphora; what an earlier step
took, a later one leaves alone. People are tied to bodies by the article's own words only.
"""

from collections.abc import Iterable, Sequence

from stanceboard.actors.anaphora import Read
from stanceboard.actors.memory import Memory, Reading
from stanceboard.actors.names import Hit, find_names
from stanceboard.actors.people import People
from stanceboard.actors.registry import Registry
from stanceboard.actors.steps.bodies import take_ministries, take_organisations
from stanceboard.actors.steps.people import take_people, take_short_names
from stanceboard.actors.steps.registry_names import take_registry_names
from stanceboard.actors.steps.unnamed import take_nominals, take_pronoun
from stanceboard.actors.words import words_of
from stanceboard.types import Article, Mention, Sentence


def find_mentions(
    article: Article, sentences: Sequence[Sentence], registry: Registry
) -> list[tuple[Sentence, Mention]]:
    """Find every mention of an actor, in text order, with the sentence that holds it.

    >>> find_mentions(article, split_sentences(article.text), load_registry())  # of "Kabul declined."
    [(Sentence(...), Mention(start=0, end=5, text='Kabul', actor=Actor(id='afghanistan', ...), speaker=None))]
    """
    split = [words_of(sentence) for sentence in sentences]
    hits = [find_names(words, registry) for words in split]
    strong = _strong_actors(hits)
    memory = Memory(article.id, strong)
    found: list[list[Mention]] = []
    # Twice: a headline and the first paragraphs call people by names that only later ones explain.
    for _ in range(2):
        memory = Memory(article.id, strong, states=memory.states, people=People(later=memory.people))
        found = []
        for sentence, words, names in zip(sentences, split, hits, strict=True):
            memory.states |= {hit.name.actor for hit in names if hit.name.actor.kind == "state"}
            found.append(_read(Reading(article.text, sentence, words, memory), names, registry))
            memory.read.append(Read(sentence.start, found[-1]))
    return [(sentence, mention) for sentence, mentions in zip(sentences, found, strict=True) for mention in mentions]


def _strong_actors(hits: Iterable[Sequence[Hit]]) -> frozenset[str]:
    return frozenset(hit.name.actor.id for one in hits for hit in one if hit.name.use in ("alias", "people"))


def _read(reading: Reading, hits: Sequence[Hit], registry: Registry) -> list[Mention]:
    """Read one sentence, step by step."""
    take_registry_names(reading, hits)
    take_ministries(reading)
    take_organisations(reading)
    if not reading.headline:
        take_people(reading)
    take_short_names(reading)
    take_nominals(reading, registry)
    take_pronoun(reading)
    return sorted(reading.mentions, key=lambda mention: mention.start)
