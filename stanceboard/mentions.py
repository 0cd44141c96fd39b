"""Find who is mentioned in an article, and who is meant: one Mention per place, each with its canonical Actor.

Registry names come first, then offices and people, then nominals, then anaphora; what an earlier step
took, a later one leaves alone. People are tied to bodies by the article's own words only.
"""

from collections.abc import Callable, Iterable, Sequence

from stanceboard.actors.anaphora import Read
from stanceboard.actors.home import OPENING, home_state
from stanceboard.actors.memory import Memory, Reading
from stanceboard.actors.names import Hit, find_names
from stanceboard.actors.people import People
from stanceboard.actors.registry import Registry
from stanceboard.actors.steps.bodies import take_called, take_ministries, take_organisations
from stanceboard.actors.steps.described import join_apposed, tie_described
from stanceboard.actors.steps.people import take_pair, take_people, take_short_names
from stanceboard.actors.steps.quotes import is_all_quoted, take_first_person
from stanceboard.actors.steps.registry_names import take_registry_names
from stanceboard.actors.steps.tagged import (
    has_name_left,
    take_acting,
    take_listed,
    take_tagged_bodies,
    take_tagged_people,
)
from stanceboard.actors.steps.unnamed import take_its_office, take_leader, take_nominals, take_pronoun
from stanceboard.actors.words import Word, words_of
from stanceboard.types import Article, Mention, Sentence, Tagged

Tag = Callable[[Sequence[str]], list[list[Tagged]]]


def find_mentions(
    article: Article, sentences: Sequence[Sentence], registry: Registry, tag: Tag | None = None
) -> list[tuple[Sentence, Mention]]:
    """Find every mention of an actor, in text order, with the sentence that holds it.

    `tag` finds names by their context: it is asked about the sentences in which the rules left a name alone.

    >>> find_mentions(article, split_sentences(article.text), load_registry())  # of "Kabul declined."
    [(Sentence(...), Mention(start=0, end=5, text='Kabul', actor=Actor(id='afghanistan', ...), speaker=None))]
    """
    split = [words_of(sentence) for sentence in sentences]
    hits = [find_names(words, registry) for words in split]
    strong = _strong_actors(hits)
    parts = list(zip(sentences, split, hits, strict=True))
    nothing: list[list[Tagged]] = [[] for _ in sentences]
    opening = Memory(article.id, strong)
    _read_all(article, parts[:OPENING], nothing[:OPENING], opening, registry)
    home = home_state(article.text, opening.read, opening.states, registry)
    memory = Memory(article.id, strong, home=home)
    read = _read_all(article, parts, nothing, memory, registry)
    tagged = _tag_left(read, tag) if tag else nothing
    # Again: a headline and the first paragraphs call people by names that only later ones explain. What the tagger finds comes
    # in the second reading, and is known from the beginning in a third.
    for _ in range(2 if any(tagged) else 1):
        memory = Memory(article.id, strong, memory.states, People(later=memory.people), home, memory.short_names)
        read = _read_all(article, parts, tagged, memory, registry)
    return [(one.sentence, mention) for one in read for mention in one.mentions]


def _read_all(
    article: Article,
    parts: Iterable[tuple[Sentence, list[Word], Sequence[Hit]]],
    tagged: Iterable[Sequence[Tagged]],
    memory: Memory,
    registry: Registry,
) -> list[Reading]:
    """Read sentences in order, each with its words, the registry's names and the tagger's in it."""
    readings = []
    for (sentence, words, names), found in zip(parts, tagged, strict=True):
        memory.states |= {hit.name.actor for hit in names if hit.name.actor.kind == "state"}
        readings.append(Reading(article.text, sentence, words, memory))
        _read(readings[-1], names, found, registry)
        memory.read.append(Read(sentence.start, readings[-1].mentions, readings[-1].paragraph))
    return readings


def _tag_left(read: Sequence[Reading], tag: Tag) -> list[list[Tagged]]:
    """What the tagger finds; a sentence of quoted words without a name that nothing took tells of nobody who acts."""
    asked = [at for at, one in enumerate(read) if has_name_left(one) or not is_all_quoted(one)]
    found: list[list[Tagged]] = [[] for _ in read]
    if asked:
        for at, names in zip(asked, tag([read[at].sentence.text for at in asked]), strict=True):
            found[at] = names
    return found


def _strong_actors(hits: Iterable[Sequence[Hit]]) -> frozenset[str]:
    return frozenset(hit.name.actor.id for one in hits for hit in one if hit.name.use in ("alias", "people"))


def _read(reading: Reading, hits: Sequence[Hit], tagged: Sequence[Tagged], registry: Registry) -> None:
    """Read one sentence, step by step; its mentions are in text order after."""
    take_registry_names(reading, hits)
    take_ministries(reading)
    take_organisations(reading)
    take_called(reading)
    take_tagged_bodies(reading, tagged)
    if not reading.headline:
        take_pair(reading)
        take_people(reading)
    take_short_names(reading)
    take_leader(reading)
    take_its_office(reading)
    take_nominals(reading, registry)
    take_tagged_people(reading, tagged)
    take_listed(reading)
    take_acting(reading, tagged, registry)
    take_pronoun(reading)
    take_first_person(reading)
    join_apposed(reading)
    tie_described(reading)
    reading.mentions.sort(key=lambda mention: mention.start)
