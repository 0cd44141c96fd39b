"""Take whom the tagger found by their context, where no rule knows them: "the Alliance", "Mahesh Acharya", "tea planters"."""

from collections.abc import Collection, Iterator, Sequence

from stanceboard.actors.bindings import GROUP_KINDS, GROUPS
from stanceboard.actors.memory import Reading
from stanceboard.actors.nominals import ADJECTIVES, ARTICLES
from stanceboard.actors.offices import NEVER_NAMES, TITLES, begins_with_leaning
from stanceboard.actors.registry import Registry, fold, name_key
from stanceboard.actors.steps.bodies import remember_acronym, take_body
from stanceboard.actors.steps.people import add_person, known_person, owner_beside
from stanceboard.actors.steps.unnamed import follows_led_by, is_description, take_role
from stanceboard.actors.words import (
    BODIES,
    CALENDAR,
    INSTITUTIONS,
    MEDIA,
    MODIFIERS,
    OFFICES,
    PARTICLES,
    POSSESSIVES,
    SPEECH,
    Word,
    joined,
    singular,
)
from stanceboard.types import ACTOR, Actor, Tagged, slugify

# Below it half of what the tagger finds is none (models/README-tagger.md); a false actor costs more than a missed one.
SURE = 0.7
# What people do beside saying, that is a position more often than not.
COMMENTS = frozenset(
    "complained accepted refused rejected welcomed agreed declined dismissed criticised criticized praised opposed supported backed "
    "condemned doubted demanded questioned signed walked boycotted joined".split()
)
SURE_OF_PLACE = 0.9
ACTING = 0.7  # for whoever acts, named or not; models/README-tagger.md says what less and more give
LINKS = frozenset("of in from for and at to by with on s".split())
PRONOUNS = frozenset(
    "he she it they we you i who which that this these those both all some others another one none everyone".split()
)
BEFORE_NAMES = ARTICLES | POSSESSIVES | TITLES | OFFICES | MODIFIERS | {"former", "ex"}


def has_name_left(reading: Reading) -> bool:
    """Tell whether a word that may be a name, past the sentence's first, belongs to no mention."""
    return any(
        word.capital and not reading.taken[at] and word.folded not in NEVER_NAMES | CALENDAR
        for at, word in enumerate(reading.words)
        if at > 0
    )


def take_tagged_bodies(reading: Reading, tagged: Sequence[Tagged]) -> None:
    """Take organisations, with the office and the person behind them: "Norfolk Rail spokeswoman Katie Brandt"."""
    bodies = [one for one in tagged if one.kind == "organisation"]
    # "Western" of "Western officials" is no body
    named = [one for one in bodies if fold(reading.sentence.text[one.start : one.end]) not in ADJECTIVES]
    for span in _free_names(reading, named):
        _take_organisation(reading, *span)


def take_tagged_people(reading: Reading, tagged: Sequence[Tagged]) -> None:
    """Take people; what a rule took is left as it is."""
    for span in _free_names(reading, [one for one in tagged if one.kind == "person"]):
        _take_person(reading, *span)


def _free_names(reading: Reading, tagged: Sequence[Tagged]) -> Iterator[tuple[int, int]]:
    """The sure names of whom nothing took yet; whose X of "led by X" is, `take_leader` and `take_nominals` say."""
    for one in tagged:
        span = _name_in(reading, one) if one.probability >= SURE else None
        if span and not reading.is_taken(*span) and not follows_led_by(reading.words, span[0]):
            yield span


def take_listed(reading: Reading) -> None:
    """Take "the Alliance" of "the SDLP, the Alliance and the Women's Coalition": what stands between two bodies is one."""
    words = reading.words
    ends = {one.end for one in reading.mentions if one.actor.kind in GROUP_KINDS}
    starts = {one.start for one in reading.mentions if one.actor.kind in GROUP_KINDS}
    for at in range(1, len(words)):
        if words[at].folded != "the" or words[at].gap != ", " or words[at - 1].end not in ends:
            continue
        last = at
        while (
            last + 1 < len(words)
            and words[last + 1].capital
            and joined(words[last + 1])
            and not reading.taken[last + 1]
        ):
            last += 1
        behind = words[last + 1 : last + 4]
        follows = next((word for word in behind if word.folded not in {"and", "the"}), None)
        if last > at and follows and follows.start in starts and (behind[0].gap == ", " or behind[0].folded == "and"):
            _take_organisation(reading, at + 1, last)


def take_acting(reading: Reading, tagged: Sequence[Tagged], registry: Registry) -> None:
    """Take whoever acts by the words around it and is nobody yet: "tea planters of Gurue", "the upper house", "Unilever"."""
    for one in tagged:
        span = _words_of(reading, one) if one.kind == ACTOR and one.probability >= ACTING else []
        while span and reading.words[span[0]].folded in ARTICLES | POSSESSIVES:
            span = span[1:]
        span = span if reading.headline else _from_name(reading.words, span)
        if span and reading.words[span[-1]].folded in LINKS | ARTICLES:
            continue  # "delegates of the", before a name that a rule took
        if not span or reading.is_taken(span[0], span[-1]) or not _stands_for_itself(reading, span):
            continue
        if follows_led_by(reading.words, span[0]) or _is_sent(reading, span[0]):
            continue  # whose position it is, the sentence says
        if is_description(reading, span[0], span[-1]):
            continue
        if reading.words[span[0]].capital and reading.words[span[-1]].capital and not reading.headline:
            known = registry.names.get(name_key(reading.span_text(span[0], span[-1])))
            if known and one.probability >= SURE_OF_PLACE:  # "Moscow", where the rules see no more than a place
                reading.add(span[0], span[-1], known.actor, None)
            else:
                _take_name(reading, span, tagged, one.probability >= SURE_OF_PLACE)
        else:
            take_role(reading, span[0], span[-1])


def _from_name(words: Sequence[Word], span: Sequence[int]) -> Sequence[int]:
    """The words from the name on: "Democratic Center" of "right-wing Democratic Center", "IPTO" of "grid operator IPTO"."""
    first = next((number for number, at in enumerate(span) if words[at].capital), 0)
    name = span[first:]
    is_name = all(words[at].capital or words[at].folded in {"of", "the", "for"} | PARTICLES for at in name)
    if first and is_name and not {words[at].folded for at in span[:first]} & LINKS:
        return name
    return _without_leaning(words, span)


def _without_leaning(words: Sequence[Word], span: Sequence[int]) -> Sequence[int]:
    """The words behind "Centre-right" or "Left-wing" at their head."""
    while len(span) > 2 and begins_with_leaning(words, span[0]):
        span = span[2:]
    return span


def _is_sent(reading: Reading, first: int) -> bool:
    """Tell whether the word `first` begins whom somebody sent: "India was represented by X", "sent X", "a team under X"."""
    before = [word.folded for word in reading.words[max(0, first - 2) : first]]
    return before[-1:] in (["sent"], ["sends"], ["under"]) or before == ["represented", "by"]


def _take_name(reading: Reading, span: Sequence[int], tagged: Sequence[Tagged], is_sure: bool) -> None:
    """Take a name that acts: a person's where the article or the tagger's names say so, else a body's; a place only surely."""
    of = next((at for at in span if reading.words[at].folded == "of"), span[-1] + 1)
    first, last = span[0], (of - 1 if of - span[0] > 1 else span[-1])  # "Inga Saeland [of the People's Party]"
    start = reading.words[first].start - reading.sentence.start
    kinds = [one.kind for one in tagged if one.kind != ACTOR and one.start <= start < one.end]
    full = reading.span_text(first, last)
    person = known_person(reading, full)
    of_party = last < span[-1] and not {reading.words[at].folded for at in span[: last - first + 1]} & (
        GROUPS | INSTITUTIONS
    )
    if person or kinds == ["person"] or of_party:
        person = person or add_person(reading, full, owner_beside(reading, (first, last)))
        reading.add(first, last, person.actor, person.speaker)
    elif span == [0] and not kinds:
        take_role(reading, 0, 0)  # "Pollsters warned": a capital at a sentence's head makes no name
    elif is_sure or kinds != ["place"]:
        _take_organisation(reading, span[0], span[-1])


def _stands_for_itself(reading: Reading, span: Sequence[int]) -> bool:
    """Tell whether the words name or describe somebody: not "he", nor "the minister", whose state the text does not say."""
    said = {singular(reading.words[at].folded) for at in span} | {reading.words[at].folded for at in span}
    if len(span) == 1:
        return not said & (PRONOUNS | OFFICES | BODIES | NEVER_NAMES | GROUPS)
    return not said & PRONOUNS and not all(
        singular(reading.words[at].folded) in OFFICES | BODIES | MODIFIERS for at in span
    )


def _words_of(reading: Reading, one: Tagged) -> Sequence[int]:
    start, end = reading.sentence.start + one.start, reading.sentence.start + one.end
    return [at for at, word in enumerate(reading.words) if start <= word.start and word.end <= end]


def _name_in(reading: Reading, one: Tagged) -> tuple[int, int] | None:
    """The words of the name, without the article, title or office before it; None where no capital is left, or a newspaper."""
    inside = _without_leaning(reading.words, _words_of(reading, one))
    while inside and (not reading.words[inside[0]].capital or reading.words[inside[0]].folded in BEFORE_NAMES):
        inside = inside[1:]
    if not inside or reading.words[inside[-1]].folded in MEDIA:
        return None
    after = reading.words[inside[-1] + 1 :][:1]
    if len(inside) == 1 and after and after[0].capital and joined(after[0]):
        return None  # "a Social Democrat" is no "Social"
    return inside[0], inside[-1]


def _take_person(reading: Reading, first: int, last: int) -> None:
    """Take a person whom the text has explained, or ties to a body here, or who speaks or acts; others are mostly somebody's, unsaid whose."""
    full = reading.span_text(first, last)
    person = known_person(reading, full)
    if person is None:
        owner = owner_beside(reading, (first, last))
        # Whom a sentence begins with mostly is who acts in it.
        begins = first == 0 and last > 0 and not reading.headline
        if owner is None and not begins and not _speaks(reading, first, last):
            return
        person = add_person(reading, full, owner)
    reading.add(first, last, person.actor, person.speaker)


def _speaks(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a verb of saying stands right beside the words: "X complained", "said X"."""
    beside = reading.words[max(0, first - 1) : first] + reading.words[last + 1 : last + 2]
    return any(word.folded in SPEECH | COMMENTS for word in beside)


def _take_organisation(reading: Reading, first: int, last: int) -> None:
    """Take a body, the one before whose name begins or ends so where there is only one: "the Alliance Party", "the Alliance"."""
    name = reading.span_text(first, last)
    key = name_key(name)
    before = {one.actor for sentence in reading.read_up_to(first) for one in sentence.mentions}
    like = {
        actor
        for actor in before
        if actor.kind in GROUP_KINDS and key in (name_key(actor.name)[: len(key)], name_key(actor.name)[-len(key) :])
    }
    actor = like.pop() if len(like) == 1 else Actor(slugify(name), name, "organisation")
    actor = _spelled_out(name, before) or actor
    remember_acronym(reading, last, actor)
    take_body(reading, first, last, actor)


def _spelled_out(name: str, before: Collection[Actor]) -> Actor | None:
    """The only body before whose name has the capitals "BLET": "the Brotherhood of Locomotive Engineers and Trainmen"."""
    bodies = {actor for actor in before if actor.kind in GROUP_KINDS and len(actor.name.split()) > 1}
    said = {one for one in bodies if "".join(word[0] for word in one.name.split() if word[0].isupper()) == name}
    return said.pop() if len(said) == 1 and name.isupper() and len(name) > 2 else None
