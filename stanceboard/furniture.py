"""Find page furniture in plain text: the lines that a page put around an article, which hold nobody's position.

Precision comes before recall: a line left in is a sentence without an actor most of the time, a line
taken out is evidence that nobody will see. What a single line looks like is in furniture_rules;
this module knows about lines together: where the article begins and ends, appeals of several
paragraphs, lists of links.
"""

import re
from dataclasses import dataclass

from stanceboard.furniture_model import probabilities
from stanceboard.furniture_rules import MAX_LINE, RULES, Rule
from stanceboard.sentences import CLOSED, LINE, split_sentences
from stanceboard.types import Sentence

Span = tuple[int, int]

PROSE_WORDS = 12  # a line this long that ends like a sentence is the article's own
MAX_APPEAL = 2000  # characters; longer paragraphs are not tested for being an appeal
FEWEST_LINES = 4  # the classifier reads a line among others
WRAPPED = 0.4  # share of lines that break off at a page's width
LINK_LIST = 12  # headlines under "Related stories"
TO_READER = ("appeal", "prompt")  # kinds that news can quote
THRESHOLD = 0.6  # of the classifier, for a precision of 0.95 by line; of five
GAP = 4  # short lines between an appeal and its buttons
QUOTED = re.compile(r"[\"“”„«][^\"“”„«»]{0,400}[\"“”»]")
SAID = r"(?:said|says|told|tells|added|asked|wrote|writes|stated|announced)"
SAYS = re.compile(rf"\b(?:{SAID}|according to)\b", re.IGNORECASE)
# "..., the Afghan government said on Sunday."
SAID_LAST = re.compile(
    rf", (?:he|she|they|the|an?|its|[A-Z][\w.'’-]*)(?: [\w.'’-]+){{0,5}} {SAID}\b[^.,;!?]{{0,80}}[.!?]?$"
)
US = re.compile(r"\b(?:we|us|our|we['’](?:re|ve|ll))\b", re.IGNORECASE)
YOU = re.compile(r"\b(?:you|your|you['’](?:re|ve|ll))\b", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:donat\w+|contribut\w+|subscri\w+|support (?:us|our|from (?:you|readers))|supporting (?:us|our|open|independent)|your (?:support|help|gift)|"
    r"help us|favou?r to ask|becom(?:e|ing) a (?:member|supporter|patron)|membership|chip in)\b",
    re.IGNORECASE,
)
OF_MEDIA = re.compile(
    r"\b(?:journalis\w+|newsroom|our (?:reporting|coverage|reporters|readers|newspaper|website)|readers?|paywall|ad-free|"
    r"(?:independent|free|trusted|quality|investigative) (?:news|media|press|reporting|voices?)|unbiased reporting|public[- ]interest|newspaper)\b",
    re.IGNORECASE,
)
MASTHEAD = re.compile(
    r"\b(?:news|times|post|daily|herald|bulletin|online|gazette|tribune|monitor|chronicle|journal|press)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """A line that is not blank; `rule` is why it is furniture, None while it is the article's."""

    start: int
    end: int
    text: str
    rule: Rule | None = None

    @property
    def is_prose(self) -> bool:
        return self.rule is None and len(self.text.split()) >= PROSE_WORDS and bool(CLOSED.search(self.text))


APPEAL = Rule("addresses the reader and asks for support", bool, kind="appeal")
IN_APPEAL = Rule("lies between an appeal and its buttons", bool, kind="appeal")
LISTED = Rule("a headline in a list of links", bool)
LEARNED = Rule("reads like furniture to the classifier", bool)
NAME_OF_SITE = Rule("the site's name above its sections", bool)


def find_furniture(text: str) -> list[Span]:
    """Find the lines of `text` that are page furniture, as half-open spans of whole lines in text order.

    An appeal of several paragraphs is one span; every other line is a span of its own. Line ends
    are not part of a span.

    >>> text = "Kabul stays away\\n\\nParwiz Parwiz / Reuters\\n\\nThe Afghan government declined."
    >>> [text[start:end] for start, end in find_furniture(text)]
    ['Parwiz Parwiz / Reuters']
    """
    lines = _lines(text)
    for line in lines:
        line.rule = _rule_for(line.text, at_edge=False)
    _mark_wrapped_appeals(text, lines)
    _mark_edges(lines)
    _mark_between_appeals(lines)
    _mark_link_lists(lines)
    _mark_masthead(lines)
    _mark_learned(lines)
    _keep_headline(lines)
    return _spans(lines)


def own_sentences(text: str) -> list[Sentence]:
    """The sentences of an article's text without its page furniture: what is read, counted and shown of it."""
    return split_sentences(text, find_furniture(text))


def _lines(text: str) -> list[Line]:
    lines = []
    for match in LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            lines.append(Line(match.start(), match.end(), stripped))
    return lines


def _rule_for(text: str, at_edge: bool) -> Rule | None:
    if len(text) <= MAX_LINE:
        for rule in RULES:
            if rule.edges <= at_edge and rule.matches(text) and not (rule.kind in TO_READER and _is_reported(text)):
                return rule
        parts = [part for part in re.split(r"\s*\|\s*|\s{2,}", text) if part]
        if 1 < len(parts) <= 6 and all(any(rule.matches(part) for rule in RULES) for part in parts):
            return next(rule for rule in RULES if rule.matches(parts[0]))
    return APPEAL if _is_appeal(text) else None


def _is_reported(text: str) -> bool:
    """Tell whether somebody is quoted or said it: an appeal that is news is not an appeal to the reader."""
    if text[0] in "\"“”„«'‘" or SAID_LAST.search(text):
        return True
    return bool(SAYS.search(QUOTED.sub(" ", text)) and QUOTED.search(text))


def _is_appeal(text: str) -> bool:
    """Tell whether the writer asks the reader for support, in the writer's own voice."""
    if len(text) > MAX_APPEAL or _is_reported(text):
        return False
    own = QUOTED.sub(" ", text)
    if not (US.search(own) and YOU.search(own)):
        return False
    return bool(ASKS.search(own) and OF_MEDIA.search(own))


def _mark_wrapped_appeals(text: str, lines: list[Line]) -> None:
    """Test hard-wrapped paragraphs (e-mail, PDF) as one, since no single line of them shows the appeal."""
    paragraph: list[Line] = []
    for line in [*lines, None]:
        is_next = line and paragraph and text[paragraph[-1].end : line.start].count("\n") <= 1
        if line and (is_next or not paragraph):
            paragraph.append(line)
            continue
        is_wrapped = 2 <= len(paragraph) <= 15 and all(45 <= len(part.text) <= 120 for part in paragraph[:-1])
        if is_wrapped and _is_appeal(" ".join(part.text for part in paragraph)):
            for part in paragraph:
                part.rule = part.rule or APPEAL
        paragraph = [line] if line else []


def _mark_edges(lines: list[Line]) -> None:
    """Apply the rules that hold only above the first and below the last paragraph of the article."""
    prose = [index for index, line in enumerate(lines) if line.is_prose]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for index, line in enumerate(lines):
        if line.rule is None and (index < first or index > last):
            line.rule = _rule_for(line.text, at_edge=True)


def _mark_between_appeals(lines: list[Line]) -> None:
    """Give an appeal at the end of the text the few short lines between it and its buttons."""
    tail = len(lines)
    pending: list[Line] = []
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.rule is None:
            pending.append(line)
            if len(pending) > GAP or tail == len(lines) or not _belongs_to_appeal(line):
                return
            continue
        if pending and line.rule.kind != "appeal":
            return
        for between in pending:
            between.rule = IN_APPEAL
        pending, tail = [], index


def _belongs_to_appeal(line: Line) -> bool:
    return len(line.text.split()) <= 8 or bool(YOU.search(line.text) and not _is_reported(line.text))


def _mark_link_lists(lines: list[Line]) -> None:
    """Mark the headlines under "Related stories" below the last long paragraph, until a sentence says that the article goes on."""
    last_prose = max((index for index, line in enumerate(lines) if line.is_prose), default=len(lines))
    room = 0
    for line in lines[last_prose + 1 :]:
        if line.rule:
            room = LINK_LIST if line.rule.kind == "list" else room
        elif CLOSED.search(line.text) and line.text[-1] != "?":  # headlines ask questions, too
            room = 0
        elif room:
            line.rule = LISTED
            room -= 1


def _mark_learned(lines: list[Line]) -> None:
    """Mark what the classifier is sure of; not in hard-wrapped text, whose lines are parts of sentences.

    Where it would take every line above the first paragraph, the one that it is least sure of is the headline.
    """
    open_ended = sum(45 <= len(line.text) <= 100 and not CLOSED.search(line.text) for line in lines)
    if len(lines) < FEWEST_LINES or open_ended > WRAPPED * len(lines):
        return
    chances = probabilities([line.text for line in lines])
    for line, chance in zip(lines, chances, strict=True):
        if line.rule is None and chance >= THRESHOLD:
            line.rule = LEARNED
    first = next((number for number, line in enumerate(lines) if line.is_prose), 0)
    top = [number for number in range(first) if lines[number].rule in (None, LEARNED)]
    if top and all(lines[number].rule for number in top):
        lines[min(top, key=lambda number: chances[number])].rule = None


def _keep_headline(lines: list[Line]) -> None:
    """Give the article its headline back: one with a label ("OPINION: Why Kabul stays away"), or a line taken right above its first."""
    for line, above in zip(lines, [None, *lines], strict=False):
        if line.rule is None or line.rule.kind == "label":
            line.rule = None
            if above and above.rule is LEARNED and _may_be_headline(above.text) and not _may_be_headline(line.text):
                above.rule = None
            return


def _may_be_headline(text: str) -> bool:
    return 4 <= len(text.split()) <= PROSE_WORDS and not CLOSED.search(text) and not re.search(r"[|>/]|\d{4}", text)


def _mark_masthead(lines: list[Line]) -> None:
    """Mark the site's name: a short first line in capitals, or named like a paper, right above its sections."""
    if (
        len(lines) < 3
        or lines[0].rule
        or lines[1].rule is None
        or lines[1].text.count("|") + lines[1].text.count(">") < 2
    ):
        return
    name = lines[0].text
    if len(name.split()) <= 5 and (name.isupper() or MASTHEAD.search(name)) and name[-1] not in ".!?":
        lines[0].rule = NAME_OF_SITE


def _spans(lines: list[Line]) -> list[Span]:
    spans: list[Span] = []
    in_appeal = False
    for line in lines:
        is_appeal = line.rule is not None and line.rule.kind == "appeal"
        if line.rule and is_appeal and in_appeal:
            spans[-1] = (spans[-1][0], line.end)
        elif line.rule:
            spans.append((line.start, line.end))
        in_appeal = is_appeal
    return spans
