"""Training examples, from our own passages and from NewsMTSC; what is drawn anew for each epoch is here too."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stanceboard.encoding import topic_text
from stanceboard.errors import InvalidInput
from stanceboard.passages import Passage
from stanceboard.types import LABELS, POLARITIES

NEWSMTSC = "the training set of NewsMTSC (github.com/fhamborg/NewsMTSC, file train.jsonl)"
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


def stance_examples(passages: Sequence[Passage], draw: random.Random) -> Iterator[Example]:
    """Yield an epoch's stance examples.

    Beside the labelled triples: every `other_topics` entry (`none`), and for a share of the passages a
    topic that has no word in common with its own (`none` too), so that the topic has to be read. A
    passage without a lead-in sometimes gets a stranger's, so that the target sentence has to be found.
    """
    topics = [passage.topic for passage in passages]
    leads = [passage.before for passage in passages if passage.before]
    for passage in passages:
        before = passage.before
        if not before and leads and draw.random() < 0.3:
            before = draw.choice(leads)
        lead = before + " " if before else ""
        name = topic_text(passage.topic if draw.random() < 0.5 else replace(passage.topic, aliases=()))
        mentions = [
            Example(
                lead + passage.text,
                len(lead) + mention.start,
                len(lead) + mention.end,
                name,
                LABELS.index(mention.label),
                POLARITIES.index(mention.polarity) if mention.polarity else None,
            )
            for mention in passage.mentions
        ]
        yield from mentions
        elsewhere = [*passage.other_topics]
        if draw.random() < 0.6:
            stranger = draw.choice(topics)
            if not _words(stranger.name) & _words(passage.topic.name):
                elsewhere.append(stranger.name)
        for topic in elsewhere:
            chosen = draw.choice([one for one in mentions if one.stance != LABELS.index("none")] or mentions)
            yield replace(chosen, topic=topic, stance=LABELS.index("none"))


def sentiment_examples(file: Path, topics: Sequence[str], draw: random.Random) -> Iterator[Example]:
    """Yield NewsMTSC's targets, half of them beside a topic, so that sentiment holds with and without one.

    Raises InvalidInput when the file is absent, naming where it comes from.
    """
    if not file.is_file():
        raise InvalidInput(f"Expected {NEWSMTSC} at {file}, found no file. Give its folder with --newsmtsc.")
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for target in record["targets"]:
            topic = draw.choice(topics) if topics and draw.random() < 0.5 else ""
            polarity = POLARITIES.index(MTSC_POLARITIES[float(target["polarity"])])
            yield Example(record["sentence_normalized"], target["from"], target["to"], topic, None, polarity)


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.lower()) if len(word) > 3}
