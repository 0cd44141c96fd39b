"""Training passages: one target sentence with its actors marked inline, as `{mention|label}`.

The mark-up is the storage format: it can be read, reviewed and corrected in any editor, and offsets
cannot drift from the text.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stanceboard.errors import InvalidInput
from stanceboard.types import LABELS, POLARITIES, Topic

# How a passage expresses its positions, or why it holds none; what each means is in the README of data/training.
CONSTRUCTIONS = (
    "plain indirect quote_before quote_after split_quote spokesman unnamed metonym several_labels third_party denial condition "
    "change other_venue background invited host walkout lukewarm irony headline anaphora carried attendance reaction possessor".split()
)
FORMS = (
    "wire",
    "newspaper",
    "analysis",
    "translated agency copy",
    "briefing",
    "press release",
    "live blog",
    "headline",
)

MARK = re.compile(r"\{([^{}|]+)\|(" + "|".join(LABELS) + r")(?:\|(" + "|".join(POLARITIES) + r"))?\}")

PLAIN = str.maketrans("{|}", "(/)")


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A labelled mention: half-open offsets into the plain text; `polarity` None when not labelled."""

    start: int
    end: int
    label: str
    polarity: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A target sentence `text`, what precedes it, and what each marked actor says of `topic`.

    Toward each of `other_topics` every marked actor is `none`. `constructions` are of CONSTRUCTIONS, `form` of FORMS.
    """

    id: str
    topic: Topic
    before: str
    text: str
    mentions: tuple[MarkedMention, ...]
    other_topics: tuple[str, ...] = ()
    constructions: tuple[str, ...] = ()
    form: str = ""


def parse_marked(marked: str) -> tuple[str, tuple[MarkedMention, ...]]:
    """Split marked text into plain text and mentions.

    Raises InvalidInput on a brace or bar that belongs to no mark.

    >>> parse_marked("{Oslo|accepts} hosts.")
    ('Oslo hosts.', (MarkedMention(start=0, end=4, label='accepts', polarity=None),))
    """
    parts: list[str] = []
    mentions: list[MarkedMention] = []
    length = position = 0
    for match in MARK.finditer(marked):
        parts += [marked[position : match.start()], match[1]]
        start = length + match.start() - position
        length = start + len(match[1])
        mentions.append(MarkedMention(start, length, match[2], match[3]))
        position = match.end()
    text = "".join([*parts, marked[position:]])
    if re.search(r"[{}|]", text):
        raise InvalidInput(
            f"Expected marks like {{mention|label}} with a label of {', '.join(LABELS)}; found {marked!r}."
        )
    return text, tuple(mentions)


def marked(passage: Passage) -> str:
    """The passage's text with its marks; the inverse of `parse_marked`.

    Braces and bars, which only marks may have, become round brackets and slashes. Of two mentions that overlap, the first
    is marked.
    """
    parts: list[str] = []
    position = 0
    for one in sorted(passage.mentions, key=lambda one: one.start):
        if one.start >= position:
            label = one.label if one.polarity is None else f"{one.label}|{one.polarity}"
            between, mention = (
                text.translate(PLAIN)
                for text in (passage.text[position : one.start], passage.text[one.start : one.end])
            )
            parts += [between, f"{{{mention}|{label}}}"]
            position = one.end
    return "".join([*parts, passage.text[position:].translate(PLAIN)])


def write_passages(passages: Iterable[Passage]) -> str:
    """JSON Lines that `read_passages` reads."""
    records = [
        {
            "id": one.id,
            "topic": one.topic.name,
            "aliases": list(one.topic.aliases),
            "description": one.topic.description,
            "before": one.before,
            "text": marked(one),
            "other_topics": list(one.other_topics),
            "constructions": list(one.constructions),
            "form": one.form,
        }
        for one in passages
    ]
    # ASCII alone: a file is read line by line, and some characters of a text would end a line
    return "".join(json.dumps({key: value for key, value in one.items() if value}) + "\n" for one in records)


def read_passages(path: Path) -> list[Passage]:
    """Read passages from one JSON Lines file, or from every one in a folder, in name order.

    Raises InvalidInput naming file and line.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    passages = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                passages.append(_passage(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise InvalidInput(f"{file.name}, line {number}: {error}") from None
    return passages


def coverage(passages: Sequence[Passage]) -> str:
    """A Markdown table of mentions by construction and label, then of passages by form: what is written, what is thin."""
    lines = ["| construction | passages | topics | " + " | ".join(LABELS) + " |", "| --- " * (3 + len(LABELS)) + "|"]
    for name in CONSTRUCTIONS:
        chosen = [passage for passage in passages if name in passage.constructions]
        labels = [mention.label for passage in chosen for mention in passage.mentions]
        figures = [len(chosen), len({passage.topic.name for passage in chosen}), *map(labels.count, LABELS)]
        lines.append(f"| {name} | " + " | ".join(f"{figure:,}" for figure in figures) + " |")
    lines += ["", "| form | passages | topics |", "| --- | --- | --- |"]
    for name in FORMS:
        chosen = [passage for passage in passages if passage.form == name]
        lines.append(f"| {name} | {len(chosen):,} | {len({passage.topic.name for passage in chosen}):,} |")
    return "\n".join(lines) + "\n"


def _passage(record: dict[str, object]) -> Passage:
    text, mentions = parse_marked(str(record["text"]))
    aliases = record.get("aliases") or []
    others = record.get("other_topics") or []
    constructions = record.get("constructions") or []
    assert isinstance(aliases, list)
    assert isinstance(others, list)
    assert isinstance(constructions, list)
    return Passage(
        id=str(record["id"]),
        topic=Topic(str(record["topic"]), tuple(map(str, aliases)), str(record.get("description") or "")),
        before=str(record.get("before") or ""),
        text=text,
        mentions=mentions,
        other_topics=tuple(map(str, others)),
        constructions=tuple(map(str, constructions)),
        form=str(record.get("form") or ""),
    )
