"""Take "we" and "I" in a quotation that goes on without naming its speaker: "We will go," said X. "We look forward to it." """

from dataclasses import replace

from stanceboard.actors.memory import Reading
from stanceboard.actors.words import leaves_quote_open
from stanceboard.types import Actor

QUOTES = '"“”'
FIRST_PERSON = ("we", "i", "our")  # the first of them that is there


def take_first_person(reading: Reading) -> None:
    """Take "we" as whoever the sentence before speaks of alone, where this one is nothing but quoted words of the same paragraph.

    They are the speaker's words on its own body, where they name that.
    """
    memory = reading.memory
    if not _goes_on(reading):
        memory.quoting = None
    if memory.quoting and is_all_quoted(reading):
        words = [word.folded for word in reading.words]
        at = next((words.index(one) for one in FIRST_PERSON if one in words), None)
        if at is not None:
            reading.add(at, at, *memory.quoting)
        actor, speaker = memory.quoting
        reading.mentions[:] = [
            replace(one, speaker=one.speaker or speaker) if one.actor == actor else one for one in reading.mentions
        ]
        return
    memory.quoting = _spoken_of(reading)


def _spoken_of(reading: Reading) -> tuple[Actor, str | None] | None:
    """The one whom the words outside quotations name; None where they name several or none."""
    named = {(one.actor, one.speaker) for one in reading.mentions if not reading.is_quoted(one)}
    return named.pop() if len(named) == 1 else None


def is_all_quoted(reading: Reading) -> bool:
    """Tell whether the sentence has no word outside quotation marks."""
    said = reading.sentence.text.strip()
    inner = said.strip(".!?, ").strip(QUOTES)
    return (said[:1] in QUOTES or _is_open(reading)) and not any(mark in inner for mark in QUOTES)


def _is_open(reading: Reading) -> bool:
    """Tell whether a quotation of the paragraph's is open where the sentence begins."""
    start = reading.sentence.start
    return leaves_quote_open(reading.text[reading.text.rfind("\n", 0, start) + 1 : start])


def _goes_on(reading: Reading) -> bool:
    """Tell whether the sentence stands in the paragraph of the one before, or carries on its open quotation."""
    if not reading.memory.read:
        return False
    last = reading.memory.read[-1].start
    end = reading.text.find("\n", last, reading.sentence.start)
    return end < 0 or leaves_quote_open(reading.text[reading.text.rfind("\n", 0, last) + 1 : end])
