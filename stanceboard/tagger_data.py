"""The public sets that the mention tagger learns from, as sentences with the spans of their mentions.

Each set keeps its own idea of a mention; what is not a person, an organisation or a place is left out.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanceboard.errors import InvalidInput
from stanceboard.passages import read_passages
from stanceboard.sentences import split_sentences
from stanceboard.tagger_model import KINDS

PERSON, ORGANISATION, PLACE = range(len(KINDS))
VOA = {"per": PERSON, "org": ORGANISATION, "geo": PLACE, "gpe": PLACE}
RE3D = {"Person": PERSON, "Organisation": ORGANISATION, "Nationality": PLACE, "Location": PLACE}
GUM = {"person": PERSON, "organization": ORGANISATION, "place": PLACE}
CROSSNER = {
    "person": PERSON,
    "politician": PERSON,
    "politicalparty": ORGANISATION,
    "organisation": ORGANISATION,
    "country": PLACE,
    "location": PLACE,
}

ACTOR = ORGANISATION

BLOCK = 4796  # newswire sentences are divided into ten runs of reports
EDGE = 15  # sentences next to another part's run, which may be of the same report, are left out
SURE = 0.5  # confidence of re3d's coders below which a mention is not one
LONGEST_PHRASE = 8  # words; longer phrases of GUM hold clauses

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence and its mentions: half-open character offsets and the number of the kind in KINDS.

    `part` is train, choose (for settings) or held-out; `document` and `start` say where the sentence stands.
    """

    text: str
    spans: tuple[Span, ...]
    set: str
    part: str
    document: str = ""
    start: int = 0


def read_voa(path: Path) -> list[Sample]:
    """Newswire sentences with names; the ninth run of them is to choose by, the tenth held out. Repeated ones only once."""
    parts: dict[str, list[Sample]] = {"held-out": [], "choose": [], "train": []}
    seen = set()
    for row in sorted(_rows(path), key=lambda row: -row["n"]):  # a repeated sentence belongs to the held-out part
        run, place = divmod(row["n"] - 1, BLOCK)
        near = place < EDGE if run == 8 else place >= BLOCK - EDGE and run in (7, 8)
        if row["text"] in seen or near:
            continue
        seen.add(row["text"])
        spans = tuple((start, end, VOA[tag]) for start, end, tag in row["tags"] if tag in VOA)
        part = "held-out" if run >= 9 else "choose" if run == 8 else "train"
        parts[part].append(Sample(row["text"], spans, "voa", part, str(row["n"])))
    return [one for samples in parts.values() for one in samples]


def read_re3d(folder: Path) -> list[Sample]:
    """Sentences of documents on Syria and Iraq: half of the documents held out, a tenth to choose by.

    Of mentions inside one another the longest is kept.
    """
    samples = []
    rows = [row["_id"] for path in folder.glob("*/documents.json") for row in _rows(path)]
    shuffled = sorted(rows, key=lambda document: hashlib.sha256(document.encode()).hexdigest())
    turns = {document: turn / len(shuffled) for turn, document in enumerate(shuffled)}
    for documents in sorted(folder.glob("*/documents.json")):
        mentions = mentions_of(documents.with_name("entities.json"))
        for row in _rows(documents):
            turn = turns[row["_id"]]
            part = "held-out" if turn < 0.5 else "choose" if turn < 0.6 else "train"
            for sentence in split_sentences(row["text"]):
                spans = tuple(
                    (start - sentence.start, end - sentence.start, RE3D[kind])
                    for start, end, kind in mentions[row["_id"]]
                    if sentence.start <= start and end <= sentence.end
                )
                samples.append(Sample(sentence.text, spans, "re3d", part, row["_id"], sentence.start))
    if not samples:
        raise InvalidInput(f"Expected the folders of github.com/dstl/re3d with documents.json in {folder}, found none.")
    return samples


def mentions_of(entities: Path) -> dict[str, list[tuple[int, int, str]]]:
    """By document, re3d's mentions of RE3D's types that its coders are sure of, without those inside another."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    sure = [row for row in _rows(entities) if row["type"] in RE3D and row["confidence"] >= SURE]
    for row in sorted(sure, key=lambda row: (row["begin"] - row["end"], -row["confidence"], row["type"])):
        value = row["value"]
        start = row["begin"] + len(value) - len(value.lstrip())
        end = row["end"] - (len(value) - len(value.rstrip()))
        kept = found[row["documentId"]]
        if all(end <= first or last <= start for first, last, _ in kept):
            kept.append((start, end, row["type"]))
    for kept in found.values():
        kept.sort()
    return found


def re3d_gold(folder: Path, documents: set[str]) -> set[tuple[str, int, int, int]]:
    """All of re3d's mentions in these documents, those that cross a sentence's end too: document, start, end, kind."""
    return {
        (document, start, end, RE3D[kind])
        for entities in folder.glob("*/entities.json")
        for document, rows in mentions_of(entities).items()
        if document in documents
        for start, end, kind in rows
    }


def document_texts(folder: Path) -> dict[str, str]:
    """The texts of re3d's documents."""
    return {row["_id"]: row["text"] for path in folder.glob("*/documents.json") for row in _rows(path)}


def read_gum(folder: Path) -> list[Sample]:
    """Sentences of GUM with phrases of up to LONGEST_PHRASE words, named or not; of those inside one another the longest."""
    samples = []
    for path in sorted(folder.rglob("*.conllu")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
            rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
            words = [(row[1], row[9]) for row in rows if row[0].isdigit()]
            if text and (places := aligned(text[1], [word for word, _ in words])):
                spans = flat(_gum_spans([misc for _, misc in words]))
                found = tuple((places[first][0], places[last][1], kind) for first, last, kind in spans)
                samples.append(Sample(text[1], found, "gum", "train", path.stem))
    return samples


def read_crossner(folder: Path) -> list[Sample]:
    """Sentences of CrossNER's files, which have one word a line and behind a tab `B-kind`, `I-kind` or `O`."""
    samples = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
            text = _joined([word for word, _ in rows])
            if places := aligned(text, [word for word, _ in rows]):
                spans = _iob_spans([tag for _, tag in rows])
                found = tuple((places[first][0], places[last][1], kind) for first, last, kind in spans)
                samples.append(Sample(text, found, "crossner", "train", path.stem))
    return samples


def read_marked(*folders: Path) -> list[Sample]:
    """Our own passages, whose marks say who acts in a sentence, named or not: "tea planters of Gurue", "it".

    They do not say of what kind; the kind is ACTOR throughout. Of ten topics one is to choose by and one held out.
    """
    samples = []
    for passage in (one for folder in folders for one in read_passages(folder)):
        turn = int(hashlib.sha256(passage.topic.name.encode()).hexdigest(), 16) % 10
        part = {0: "held-out", 1: "choose"}.get(turn, "train")
        spans = tuple((one.start, one.end, ACTOR) for one in passage.mentions)
        samples.append(Sample(passage.text, spans, "passages", part, passage.id))
    return samples


def aligned(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where each word stands in `text`, in order; empty when one is not there."""
    places = []
    position = 0
    for word in words:
        start = text.find(word, position)
        if start < 0:
            return []
        position = start + len(word)
        places.append((start, position))
    return places


def flat(spans: Iterable[Span]) -> list[Span]:
    """Of spans of words (first, last, kind) inside one another the longest, in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(span[1] < other[0] or other[1] < span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        return [json.loads(line) for line in file]


def _gum_spans(miscs: Sequence[str]) -> Iterator[Span]:
    """The phrases in CoNLL-U's MISC column: `Entity=(3-person-…` opens number 3, `3)` closes it."""
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, misc in enumerate(miscs):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        for opens, body, closes in re.findall(r"(\(?)([^()]+)(\)?)", entity[1] if entity else ""):
            number = body.split("-")[0]
            if opens:
                opened[number].append((at, body.split("-")[1]))
            if closes and opened[number]:
                first, kind = opened[number].pop()
                if kind in GUM and at - first < LONGEST_PHRASE:
                    yield first, at, GUM[kind]


def _iob_spans(tags: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for at, tag in enumerate(tags):
        kind = CROSSNER.get(tag[2:])
        if kind is not None and tag[0] == "I" and spans and spans[-1][1] == at - 1:
            spans[-1] = (spans[-1][0], at, spans[-1][2])
        elif kind is not None:
            spans.append((at, at, kind))
    return spans


def _joined(words: Sequence[str]) -> str:
    """Words as a sentence is written: no space before a comma or after a bracket."""
    text = " ".join(words)
    return re.sub(r"([(\[]) ", r"\1", re.sub(r" (['’]s\b|[.,;:!?)\]%]|n't\b)", r"\1", text))
