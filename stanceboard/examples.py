"""Training examples, from our own passages and from NewsMTSC; what is drawn anew for each epoch is here too."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from stanceboard.encoding import topic_text
from stanceboard.errors import InvalidInput
from stanceboard.passages import Passage
from stanceboard.relevance import SORTS
from stanceboard.types import LABELS, POLARITIES, Topic

NEWSMTSC = "the training set of NewsMTSC (github.com/fhamborg/NewsMTSC, file train.jsonl)"
VOA = "the Voice of America sentences (github.com/codingtime123/Named-Entity-Recognition-with-NLP, as sentences.jsonl)"
PLAIN_NAME = re.compile(r"[A-Z][a-z]{3,}")
NONE = LABELS.index("none")
# Shares of an epoch, drawn anew each time.
WITH_CONTEXT = 0.6  # passages read with the sentences before them
STRANGER_LEAD = 0.3  # passages without any that get another's
RENAMED = 0.4  # passages whose plain names are exchanged
WITH_LEAD = 0.3  # newswire sentences read with the two before them
BY_ALIAS = 0.2  # topics entered by an alias
MTSC_POLARITIES = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}


@dataclass(frozen=True, slots=True)
class Example:
    """One mention in one text; `stance` and `sentiment` are label indices, None where not labelled."""

    text: str
    start: int
    end: int
    topic: str
    stance: int | None
    sentiment: int | None


def stance_examples(
    passages: Sequence[Passage], topics: Sequence[str], draw: random.Random, elsewhere: float, kin: float = 0.0
) -> Iterator[Example]:
    """Yield an epoch's stance examples; `topics` are all that strangers are drawn from.

    Beside the labelled mentions of a passage, `elsewhere` times on average: the same mentions toward another topic, first
    one of its `other_topics`, all of them `none`, so that the topic has to be read. Those come by their name alone, so that a
    topic of several names is learned as given (`relevance.py` relies on it). A passage is read now with and now without what precedes it; one
    that has nothing before it sometimes gets a stranger's lead, so that the target sentence has to be found; and some get
    other names, so that a name is no reason for a label.
    """
    leads = [passage.before for passage in passages if passage.before]
    names = [name for passage in passages for name in _plain_names(passage)]
    for passage in passages:
        if draw.random() < RENAMED:
            passage = _renamed(passage, names, draw)
        before = passage.before if draw.random() < WITH_CONTEXT else ""
        if not passage.before and leads and draw.random() < STRANGER_LEAD:
            before = draw.choice(leads)
        lead = before + " " if before else ""
        topic = topic_text(_other_words(passage.topic, draw))
        mentions = [
            Example(
                lead + passage.text,
                len(lead) + mention.start,
                len(lead) + mention.end,
                topic,
                LABELS.index(mention.label),
                POLARITIES.index(mention.polarity) if mention.polarity else None,
            )
            for mention in passage.mentions
        ]
        yield from mentions
        for number in range(_times(elsewhere, draw)):
            if passage.other_topics and number == 0:
                yield from _none(mentions, draw.choice(passage.other_topics))
            else:
                yield from _strangers(mentions, passage.topic.name, topics, draw, kin)


def voa_examples(
    sentences: Path, labels: Path, topics: Sequence[str], draw: random.Random, elsewhere: float, kin: float = 0.0
) -> Iterator[Example]:
    """Yield our labels of Voice of America newswire, each `elsewhere` times more beside a stranger's topic (`none`).

    `labels` holds sentence numbers and offsets alone. Raises InvalidInput when the sentences are absent.
    """
    if not sentences.is_file():
        raise InvalidInput(f"Expected {VOA} at {sentences}, found no file. Give it with --voa.")
    texts = {one["n"]: one["text"] for one in _records(sentences)}
    for record in _records(labels):
        number = record["n"]
        before = [texts[one] for one in (number - 2, number - 1) if one in texts] if draw.random() < WITH_LEAD else []
        lead = "".join(text + " " for text in before)  # of the same report most of the time
        examples = [
            Example(
                lead + texts[number], len(lead) + start, len(lead) + end, record["topic"], LABELS.index(label), None
            )
            for start, end, label in record["labels"]
        ]
        yield from examples
        for _ in range(_times(elsewhere, draw)):
            yield from _strangers(examples, record["topic"], topics, draw, kin)


def labelled_topics(labels: Path) -> set[str]:
    """The topics of our newswire labels, which need no sentences to be read."""
    return {record["topic"] for record in _records(labels)}


def sentiment_examples(
    file: Path, topics: Sequence[str], draw: random.Random, with_stance: bool = False
) -> Iterator[Example]:
    """Yield NewsMTSC's targets, half of them beside a topic, so that sentiment holds with and without one.

    `with_stance` labels those `none`: the topics are drawn at random, and real news in which nobody takes
    a position on them is what our own passages lack. Raises InvalidInput when the file is absent, naming where it comes from.
    """
    if not file.is_file():
        raise InvalidInput(f"Expected {NEWSMTSC} at {file}, found no file. Give its folder with --newsmtsc.")
    for record in _records(file):
        topic = draw.choice(topics) if topics and draw.random() < 0.5 else ""
        stance = NONE if topic and with_stance else None
        for target in record["targets"]:
            polarity = POLARITIES.index(MTSC_POLARITIES[float(target["polarity"])])
            yield Example(record["sentence_normalized"], target["from"], target["to"], topic, stance, polarity)


def _other_words(topic: Topic, draw: random.Random) -> Topic:
    """The topic as somebody else would enter it: its name alone, with some of its aliases, or by an alias."""
    aliases = draw.sample(topic.aliases, draw.randint(0, len(topic.aliases)))
    if aliases and draw.random() < BY_ALIAS:
        return Topic(aliases[0], tuple(aliases[1:]))
    return Topic(topic.name, tuple(aliases))


def _times(mean: float, draw: random.Random) -> int:
    """A whole number, `mean` on average: 1.8 is 2 four times in five, else 1."""
    return int(mean) + (draw.random() < mean % 1)


def _none(examples: Sequence[Example], topic: str) -> list[Example]:
    return [replace(one, topic=topic, stance=NONE) for one in examples]


def _strangers(
    examples: Sequence[Example], topic: str, topics: Sequence[str], draw: random.Random, kin: float
) -> list[Example]:
    """The examples toward a topic that has no word in common with their own, so that they are all `none`.

    A text that names its own topic ("the Harare talks") is at times (`kin`) read toward one of the same sort ("the Lima
    talks"): a common noun is no reason to take it for this one.
    """
    own = _words(topic)
    named = any(word in examples[0].text.lower() for word in own - SORTS) if examples else False
    stranger = draw.choice(topics)
    if named and own & SORTS and draw.random() < kin:
        stranger = next(
            (one for one in draw.sample(topics, min(40, len(topics))) if _words(one) & own & SORTS), stranger
        )
    common = _words(stranger) & own
    return [] if common - SORTS or (common and not named) else _none(examples, stranger)


def _plain_names(passage: Passage) -> set[str]:
    """Names of one word ("Oslo", "Rebels" too at a sentence's head) that the topic does not hold."""
    found = {passage.text[mention.start : mention.end] for mention in passage.mentions}
    return {name for name in found if PLAIN_NAME.fullmatch(name) and name not in passage.topic.name}


def _renamed(passage: Passage, names: Sequence[str], draw: random.Random) -> Passage:
    """The same passage with each plain name exchanged for another, everywhere in it."""
    old = sorted(_plain_names(passage))
    if not old:
        return passage
    new = dict(zip(old, draw.sample(names, len(old)), strict=True))
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, old)) + r")\b")

    def exchange(text: str) -> str:
        return pattern.sub(lambda match: new[match[0]], text)

    parts: list[str] = []
    mentions = []
    position = length = 0
    for mention in passage.mentions:
        parts += [exchange(passage.text[position : mention.start]), exchange(passage.text[mention.start : mention.end])]
        start = length + len(parts[-2])
        length = start + len(parts[-1])
        mentions.append(replace(mention, start=start, end=length))
        position = mention.end
    text = "".join([*parts, exchange(passage.text[position:])])
    return replace(passage, text=text, before=exchange(passage.before), mentions=tuple(mentions))


def _records(file: Path) -> list[dict[str, Any]]:
    # not splitlines(): it also breaks at characters that JSON leaves inside a string
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


@cache
def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.lower()) if len(word) > 3}
