"""Split an article into sentences with exact offsets.

The boundaries come from sentencex (Wikimedia): it knows abbreviations, and leaves a quotation that
holds several sentences whole, so that the words stay with the name of who said them. Of pysbd,
nupunkt, syntok and sentencex it was the only one to get all of "Lt. Col. Brown", "at 5 p.m. Kabul said"
and quoted sentences right. Ours is only the layout: what a line break means.
"""

import re
from collections.abc import Iterable, Iterator

import sentencex

from stanceboard.types import Sentence

Span = tuple[int, int]

LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
PLACE = r"[A-Z][A-Z.'’ -]{2,30}(?:, [A-Z][a-z]+)?"
DAY = r", [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?"
AGENCY = r" ?\((?:[A-Z][^()\n]{0,40}|\w+)\)"
DASH = r" ?[-–—]{1,2} "
# "KABUL, Nov 6 - ", "PARIS (HNA) - ", "KATHMANDU, May 24: ", and a list's bullet: said by the layout, not by the sentence
LEAD_IN = re.compile(
    rf"\s*(?:[-–—•*]\s+|#{{1,6}} +|{PLACE}(?:(?:{DAY}(?:{AGENCY})?|{AGENCY}){DASH}|{DAY}(?:: |\. /\w+/\.? )))(?=\S)"
)
# "KABUL - The envoy left." With a second dash it is a parenthesis: "NATO - Kabul's ally - declined."
BARE_DATELINE = re.compile(rf"\s*{PLACE}{DASH}(?=[A-Z\d\"“'‘])(?![^.!?\n]*\s[-–—]{{1,2}}\s)")
OPENING = 3  # a headline, the line below it and the first paragraph; further down, capitals and a dash are an actor
# What sentencex takes for a number's "no." and for a sentence's end
ANSWER_NO = re.compile(r"\bno\.(?=[\"”’]? [A-Z\"“‘])")
WEEKDAY = re.compile(r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.(?= [a-z])")
MIN_WIDTH, MAX_WIDTH = 50, 110  # of an e-mail's or a PDF's lines; those of a list or a poem are shorter


def split_sentences(text: str, furniture: Iterable[Span] = ()) -> list[Sentence]:
    """Split `text` into sentences, leaving out the `furniture` spans.

    A line is a unit of its own, so that a headline without a full stop is a sentence, unless the
    text is hard-wrapped. Sentences carry no white space at their ends.

    >>> [s.text for s in split_sentences("Kabul out\\nThe U.S. declined on Sept. 4. It will not go.")]
    ['Kabul out', 'The U.S. declined on Sept. 4.', 'It will not go.']
    """
    skipped = list(furniture)
    sentences: list[Sentence] = []
    for number, unit in enumerate(_units(text, skipped)):
        for first, last in _split_unit(text, unit, is_opening=number < OPENING):
            sentences.append(Sentence(first, last, text[first:last], len(sentences)))
    return sentences


def _units(text: str, furniture: list[Span]) -> Iterator[Span]:
    """Yield the spans that no sentence crosses: lines, or paragraphs of hard-wrapped lines."""
    unit: list[Span] = []  # its lines
    for match in LINE.finditer(text):
        start, end = match.span()
        if not match[0].strip() or any(start < last and first < end for first, last in furniture):
            continue
        if unit and not _continues(text, unit, (start, end)):
            yield unit[0][0], unit[-1][1]
            unit = []
        unit.append((start, end))
    if unit:
        yield unit[0][0], unit[-1][1]


def _continues(text: str, unit: list[Span], line: Span) -> bool:
    """Tell whether `line` goes on with the sentence that the line before it broke off."""
    if text[unit[-1][1] : line[0]] not in ("\n", "\r\n"):
        return False
    above, below = text[slice(*unit[-1])], text[slice(*line)]
    if CLOSED.search(above) and len(above) < MIN_WIDTH:
        return False
    if below.lstrip()[:1].islower():
        return True
    if len(above) < MIN_WIDTH or max(len(above), len(below)) > MAX_WIDTH:
        return False
    is_wrapped = len(unit) > 1  # then a short line is the paragraph's last
    # a wrapped line had no room for the next word; a headline did
    return is_wrapped or MIN_WIDTH <= len(below) <= len(f"{above} {below.split()[0]}")


def _split_unit(text: str, unit: Span, is_opening: bool) -> Iterator[Span]:
    start, end = unit
    lead_in = LEAD_IN.match(text, start, end) or (is_opening and BARE_DATELINE.match(text, start, end))
    position = lead_in.end() if lead_in else start
    for segment in sentencex.segment("en", _masked(text[position:end])):
        first = position + len(segment) - len(segment.lstrip())
        last = position + len(segment.rstrip())
        position += len(segment)
        if first < last:
            yield first, last


def _masked(text: str) -> str:
    """Write `text` in as many characters so that sentencex finds the right boundaries in it."""
    text = re.sub(r"[\n\r]", " ", text)
    return WEEKDAY.sub(r"\1,", ANSWER_NO.sub("no!", text))
