"""Find who is mentioned in an article, and who is meant: one Mention per place, each with its canonical Actor.

Registry names come first, then offices and people, then nominals, then anaphora; what an earlier step
took, a later one leaves alone. People are tied to bodies by the article's own words only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stanceboard.actors.anaphora import Read, groups, only_one, speaking_pronoun, spoken_of
from stanceboard.actors.bindings import (
    GROUP_KINDS,
    GROUPS,
    described_after,
    name_before,
    named_beside,
    speaks_for,
    state_of_office,
)
from stanceboard.actors.names import Hit, acts, find_names
from stanceboard.actors.nominals import ARTICLES, Nominal, find_nominals
from stanceboard.actors.offices import (
    NEVER_NAMES,
    TITLES,
    Phrase,
    is_headline,
    name_at,
    office_after,
    office_before,
    person_behind,
    portfolio_end,
    speaks,
    spokesman_behind,
    titled_names,
)
from stanceboard.actors.people import People
from stanceboard.actors.possession import owned, shares_office
from stanceboard.actors.registry import Registry, name_key
from stanceboard.actors.words import (
    CALENDAR,
    LOOSE,
    MODIFIERS,
    OFFICES,
    OWN_BODIES,
    PORTFOLIOS,
    POSSESSIVES,
    SPEECH,
    Word,
    joined,
    singular,
    words_of,
)
from stanceboard.types import Actor, Article, Mention, Sentence, slugify

ORGANISATION = re.compile(
    r"\b(?:[A-Z][\w'’-]+ (?:(?:of|for|and|the|on|de|del) )*){1,6}"
    r"(?:Front|Party|Movement|Union|Alliance|Council|Army|Committee|Coalition|League|Federation|Association|Congress|Network"
    r"|Commission|Forces|Initiative|Organi[sz]ation|Assembly|Brigades?|Authority|Bloc|Confederation|Society|Institute)\b"
    r"(?: (?:of|for) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)?"
)
ACRONYM = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")
LED = frozenset(["led", "headed", "commanded"])
CROWNS = frozenset(["queen", "king", "pope", "prince", "princess", "emperor", "patriarch"])


@dataclass
class Memory:
    """What the article has said so far about who is who; lives for one call of `find_mentions`."""

    article_id: str
    strong: frozenset[str]  # ids of actors with an unmistakable name somewhere in it
    states: set[Actor] = field(default_factory=set)  # named so far, as places too
    people: People = field(default_factory=People)
    short_names: dict[tuple[str, ...], Actor] = field(default_factory=dict)
    unnamed: dict[str, Actor] = field(default_factory=dict)  # the latest of each head noun
    read: list[Read] = field(default_factory=list)


def find_mentions(
    article: Article, sentences: Sequence[Sentence], registry: Registry
) -> list[tuple[Sentence, Mention]]:
    """Find every mention of an actor, in text order, with the sentence that holds it.

    >>> find_mentions(article, split_sentences(article.text), load_registry())  # of "Kabul declined."
    [(Sentence(...), Mention(start=0, end=5, text='Kabul', actor=Actor(id='afghanistan', ...), speaker=None))]
    """
    split = [words_of(sentence) for sentence in sentences]
    hits = [find_names(words, registry) for words in split]
    memory = Memory(article.id, _strong_actors(hits))
    found: list[list[Mention]] = []
    # Twice: a headline and the first paragraphs call people by names that only later ones explain.
    for _ in range(2):
        memory.read, found = [], []
        for sentence, words, names in zip(sentences, split, hits, strict=True):
            memory.states |= {hit.name.actor for hit in names if hit.name.actor.kind == "state"}
            found.append(_Reader(article.text, sentence, words, memory, registry).read(names))
            memory.read.append(Read(sentence.start, found[-1]))
    return [(sentence, mention) for sentence, mentions in zip(sentences, found, strict=True) for mention in mentions]


def _strong_actors(hits: Iterable[Sequence[Hit]]) -> frozenset[str]:
    return frozenset(hit.name.actor.id for one in hits for hit in one if hit.name.use in ("alias", "people"))


@dataclass
class _Reader:
    """Reads one sentence; `taken` marks the words that belong to a mention already."""

    text: str
    sentence: Sentence
    words: list[Word]
    memory: Memory
    registry: Registry
    taken: list[bool] = field(init=False)
    headline: bool = field(init=False)
    mentions: list[Mention] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.taken = [False] * len(self.words)
        self.headline = is_headline(self.words, self.sentence.text)

    def read(self, hits: Sequence[Hit]) -> list[Mention]:
        usable = [hit for hit in hits if hit.name.use != "weak" or hit.name.actor.id in self.memory.strong]
        usable = sorted([*usable, *groups(self.words, usable, self.memory.read)], key=lambda hit: hit.first)
        starts = {hit.first for hit in hits}
        named = {at for hit in hits for at in range(hit.first, hit.last + 1)}
        for hit in usable:
            self._registry_name(hit, starts, named)
        self._ministries()
        self._organisations()
        if not self.headline:
            self._people()
        self._short_names()
        for nominal in find_nominals(self.words, self.taken, self.registry):
            self._nominal(nominal)
        said = [one for one in self.mentions if not self._is_quoted(one)]
        found = speaking_pronoun(self.words, self.taken, said, self.memory.read)
        if found:
            self._add(found[0], found[0], *found[1:])
        return sorted(self.mentions, key=lambda mention: mention.start)

    # -- registry names, alone or with an office ---------------------------------------------------

    def _registry_name(self, hit: Hit, starts: set[int], named: set[int]) -> None:
        if any(self.taken[hit.first : hit.last + 1]):
            return
        if self._owns_next(hit, starts):
            return  # "Afghanistan's High Peace Council" is the council alone
        if self._owned(hit.first, hit.last):
            return
        if hit.name.use == "demonym" and shares_office(self.words, hit.last, named):
            self._add(hit.first, hit.last, hit.name.actor, None)
            return
        phrase = office_after(self.words, hit.last, self.headline) or self._office_within(hit) or self._envoy(hit)
        if phrase and phrase.person and phrase.person[0] in starts:
            phrase = Phrase(phrase.first, phrase.person[0] - 1, None, phrase.loose)
        if phrase and self._is_loose(hit, phrase):
            return  # a former president, an opposition leader: a person or a nominal of their own
        if phrase:
            first, last, person = hit.first, phrase.last, phrase.person
        elif self._own_body(hit) or hit.name.use == "demonym" or not acts(self.words, hit, named):
            return
        else:
            first, last, person = hit.first, hit.last, None
        before = office_before(self.words, first)
        if hit.first == 1 and hit.name.actor.kind in GROUP_KINDS:
            self._leads(hit.name.actor)
        if before and not before[1]:
            first = before[0]
            person = person or self._free(spokesman_behind(self.words, last), starts)
        person = person or self._free(name_before(self.words, self.taken, first, last), starts)
        first = min(first, person[0]) if person else first
        speaker = self._span_text(*person) if person else None
        if person:
            self._bind(person, hit.name.actor, speaker)
        self._add(first, last, hit.name.actor, speaker)

    def _owned(self, first: int, last: int) -> bool:
        """Take "Machar's generals" as an actor of its own, in which its owner takes no position."""
        place = owned(self.words, first, last)
        if not place or any(self.taken[place[0] : place[1] + 1]):
            return False
        self._add_unnamed(*place, self._span_text(*place), singular(self.words[place[1]].folded))
        return True

    def _leads(self, actor: Actor) -> None:
        """Tie the only person of the sentence before to "His Democratic Unionists"."""
        before = self.memory.read[-1].mentions if self.memory.read else []
        people = {one.actor.name for one in before if one.actor.kind == "person"}
        if self.words[0].folded in {"his", "her"} and len(people) == 1:
            name = people.pop()
            self.memory.people.add(name_key(name), actor, name)

    def _own_body(self, hit: Hit) -> bool:
        """Take "Ukrainian parliament", "Turkish opposition" as an actor of its own."""
        after = hit.last + 1
        is_one = hit.name.use == "demonym" and after < len(self.words) and joined(self.words[after])
        if not is_one or self.words[after].folded not in OWN_BODIES:
            return False
        name = self._span_text(hit.first, after)
        self._add(hit.first, after, Actor(slugify(name), name, "organisation"), None)
        return True

    def _office_within(self, hit: Hit) -> Phrase | None:
        """The name behind a name that ends in an office: "[UN Secretary-General] António Guterres"."""
        person = None
        if self.words[hit.last].folded in OFFICES and not self.headline:
            person = person_behind(self.words, hit.last)
        return Phrase(hit.last + 1, person[1], person) if person else None

    def _envoy(self, hit: Hit) -> Phrase | None:
        """The person in "Dublin's Ray Burke said"."""
        at = hit.last + 1
        if self.headline or at >= len(self.words) or self.words[at].folded != "s":
            return None
        name = name_at(self.words, at + 1)
        return Phrase(at + 1, name[1], name) if name and name[0] < name[1] and speaks(self.words, name) else None

    def _free(self, name: tuple[int, int] | None, starts: set[int]) -> tuple[int, int] | None:
        """The name, unless some of it belongs to something else."""
        if not name or starts & set(range(name[0], name[1] + 1)) or any(self.taken[name[0] : name[1] + 1]):
            return None
        return name

    def _owns_next(self, hit: Hit, starts: set[int]) -> bool:
        after = hit.last + 1
        return after < len(self.words) and self.words[after].folded == "s" and after + 1 in starts

    def _is_loose(self, hit: Hit, phrase: Phrase) -> bool:
        before = self.words[hit.first - 1].folded if hit.first else ""
        return phrase.loose or before in LOOSE

    # -- ministries, organisations, people ---------------------------------------------------------------------

    def _ministries(self) -> None:
        """Resolve "the foreign ministry", "Ministry of Defence spokesman X" to the state that the text speaks of."""
        for at, word in enumerate(self.words):
            if word.folded == "government" and not self.taken[at]:
                self._government(at)
            is_office = word.folded == "office" and at > 0 and self.words[at - 1].folded == "foreign"
            if not (word.folded == "ministry" or is_office) or self.taken[at]:
                continue
            first, last = at, portfolio_end(self.words, at)
            while first > 0 and joined(self.words[first]) and self.words[first - 1].folded in PORTFOLIOS | MODIFIERS:
                first -= 1
            owner = spoken_of(self._read_up_to(first), ["state"])
            if owner:
                self._body(first, last, owner)

    def _body(self, first: int, last: int, actor: Actor) -> None:
        """Take words that stand for a body, with an office behind them: "foreign ministry spokesman X"."""
        phrase = office_after(self.words, last, self.headline)
        last = phrase.last if phrase else last
        if any(self.taken[first : last + 1]):
            return
        speaker = self._span_text(*phrase.person) if phrase and phrase.person else None
        if phrase and phrase.person:
            self._bind(phrase.person, actor, speaker)
        self._add(first, last, actor, speaker)

    def _government(self, at: int) -> None:
        """Resolve "the government" to the only state that the sentences up to it name."""
        owner = only_one(self._read_up_to(at), ["state"])
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        of_another = after is not None and after.folded in {"of", "in"} and joined(after)
        if owner and at > 0 and self.words[at - 1].folded == "the" and not of_another:
            self._add(at, at, owner, None)

    def _organisations(self) -> None:
        for match in ORGANISATION.finditer(self.sentence.text):
            span = self._words_in(self.sentence.start + match.start(), self.sentence.start + match.end())
            if span is None or any(self.taken[span[0] : span[1] + 1]):
                continue
            first = span[0]
            while first < span[1] and self.words[first].folded in ARTICLES | POSSESSIVES:
                first += 1
            if first == span[1]:
                self._called_so(first)
                continue
            name = self._span_text(first, span[1])
            actor = Actor(slugify(name), name, "organisation")
            self._add(first, span[1], actor, None)
            acronym = ACRONYM.match(self.text, self.words[span[1]].end)
            if acronym:
                self.memory.short_names[(acronym[1].casefold(),)] = actor

    def _called_so(self, at: int) -> None:
        """Resolve "the Front", "another Congress leader" to the only body named before whose name ends so."""
        word = self.words[at].folded
        before = {one.actor for sentence in self._read_up_to(at) for one in sentence.mentions}
        named = {actor for actor in before if actor.kind in GROUP_KINDS and name_key(actor.name)[-1:] == (word,)}
        if len(named) == 1:
            self._body(at, at, named.pop())

    def _people(self) -> None:
        for phrase in titled_names(self.words, self.taken):
            assert phrase.person
            if self._follows_led_by(phrase.person[0]):
                continue  # `_nominal` names the faction by its leader
            full = self._full_name(*phrase.person)
            known = self.memory.people.find(list(name_key(full)))
            if known:
                actor, speaker = known.actor, known.speaker
            else:
                owner = (
                    None
                    if phrase.loose
                    else self._beside(phrase.person)
                    or speaks_for(self.words, phrase, self._read_up_to(phrase.first), self.memory.states)
                )
                actor, speaker = owner or Actor(slugify(full), full, "person"), full if owner else None
                self.memory.people.add(name_key(full), actor, speaker)
            self._add(phrase.first, phrase.last, actor, speaker)

    def _beside(self, person: tuple[int, int]) -> Actor | None:
        before = self._read_up_to(person[0])
        return named_beside(self.words, person, self.mentions) or described_after(self.words, person, before)

    def _full_name(self, first: int, last: int) -> str:
        """The name; with the title where it goes by that: "Queen Elizabeth", "Pope Francis"."""
        crowned = (
            first == last and first > 0 and self.words[first - 1].folded in CROWNS and self.words[first - 1].capital
        )
        return self._span_text(first - crowned, last)

    def _read_up_to(self, at: int) -> list[Read]:
        here = [one for one in self.mentions if one.start < self.words[at].start and not self._is_quoted(one)]
        return [*self.memory.read, Read(self.words[0].start, here)]

    def _is_quoted(self, mention: Mention) -> bool:
        """Tell whether a mention stands in the words of whoever speaks here: they are not its own."""
        before = self.text[self.sentence.start : mention.start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

    def _short_names(self) -> None:
        for at, word in enumerate(self.words):
            if self.taken[at] or not word.capital:
                continue
            first = at
            while first > 0 and joined(self.words[first]) and self._is_name_word(first - 1):
                first -= 1
            known = self.memory.people.find([one.folded for one in self.words[first : at + 1]])
            if self._is_name_word(at) and self._owned(first, at):
                continue
            if known and not self._follows_led_by(first):
                self._add(first, at, known.actor, known.speaker)
            elif (word.folded,) in self.memory.short_names:
                self._add(at, at, self.memory.short_names[(word.folded,)], None)

    def _is_name_word(self, at: int) -> bool:
        word = self.words[at]
        return word.capital and not self.taken[at] and word.folded not in NEVER_NAMES | CALENDAR | TITLES

    # -- nominals and anaphora ---------------------------------------------------------------------

    def _nominal(self, nominal: Nominal) -> None:
        if self._is_apposition(nominal):
            return
        owner = state_of_office(self.words, nominal.last, self._read_up_to(nominal.first))
        if owner:
            self._add(nominal.first, nominal.last, owner, None)
            return
        known = self.memory.unnamed.get(nominal.head)
        if nominal.definite and known:
            self._add(nominal.first, nominal.last, known, None)
        elif not nominal.definite or nominal.modified:
            first = nominal.first
            while first < nominal.last and self.words[first].folded in ARTICLES | {"other"}:
                first += 1
            name = self._span_text(min(first, nominal.last), nominal.last)
            leader = self._leader(nominal.last)
            if leader:  # "a faction led by Khamis Abdallah"
                full = self._span_text(*leader)
                name = f"{full}’s {nominal.head}"
            actor = self._add_unnamed(nominal.first, nominal.last, name, nominal.head)
            if leader:
                self._bind(leader, actor, full)

    def _add_unnamed(self, first: int, last: int, name: str, head: str) -> Actor:
        actor = Actor(f"{self.memory.article_id[:8]}-{slugify(name)}", name[:1].upper() + name[1:], "unnamed")
        self.memory.unnamed[head] = actor
        self._add(first, last, actor, None)
        return actor

    def _leader(self, last: int) -> tuple[int, int] | None:
        """The name in "led by X" right behind the word `last`."""
        name = name_at(self.words, last + 3) if self._follows_led_by(last + 3) else None
        return name if name and not any(self.taken[name[0] : name[1] + 1]) else None

    def _follows_led_by(self, first: int) -> bool:
        before = [word.folded for word in self.words[max(0, first - 2) : first]]
        return len(before) == 2 and before[0] in LED and before[1] == "by" and first < len(self.words)

    def _is_apposition(self, nominal: Nominal) -> bool:
        """Tell whether the nominal only describes whom the words before it name.

        "Hekmatyar, the former warlord"; "Greta Thunberg: The campaigner …"; "the Climate Network, an alliance of 90 groups".
        """
        first = nominal.first - (nominal.first > 0 and self.words[nominal.first - 1].folded in ARTICLES)
        if first == 0:
            return False
        named = next((one for one in self.mentions if one.end == self.words[first - 1].end), None)
        if named is None:
            return False
        if named.actor.kind == "person" or named.speaker:
            return self.words[first].gap == ", " or self.words[first].gap.startswith(":")
        after = self.words[nominal.last + 1].folded if nominal.last + 1 < len(self.words) else ""
        of_bodies = nominal.head in GROUPS and named.actor.kind in GROUP_KINDS and after not in SPEECH
        return self.words[first].gap == ", " and of_bodies

    # -- small tools ---------------------------------------------------------------------------------

    def _bind(self, person: tuple[int, int], actor: Actor, speaker: str | None) -> None:
        self.memory.people.add([word.folded for word in self.words[person[0] : person[1] + 1]], actor, speaker)

    def _span_text(self, first: int, last: int) -> str:
        return " ".join(self.text[self.words[first].start : self.words[last].end].split())

    def _words_in(self, start: int, end: int) -> tuple[int, int] | None:
        inside = [at for at, word in enumerate(self.words) if start <= word.start and word.end <= end]
        return (inside[0], inside[-1]) if inside else None

    def _add(self, first: int, last: int, actor: Actor, speaker: str | None) -> None:
        if any(self.taken[first : last + 1]):
            return
        self.taken[first : last + 1] = [True] * (last + 1 - first)
        start, end = self.words[first].start, self.words[last].end
        self.mentions.append(Mention(start, end, self.text[start:end], actor, speaker))
