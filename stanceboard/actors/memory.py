"""What is kept while an article is read: what it has said so far, and how far its sentence at hand is read."""

from dataclasses import dataclass, field

from stanceboard.actors.anaphora import Read
from stanceboard.actors.offices import is_headline
from stanceboard.actors.people import People
from stanceboard.actors.words import Word, leaves_quote_open
from stanceboard.types import Actor, Mention, Sentence


@dataclass
class Memory:
    """What the article has said so far about who is who; lives for one call of `find_mentions`."""

    article_id: str
    strong: frozenset[str]  # ids of actors with an unmistakable name somewhere in it
    states: set[Actor] = field(default_factory=set)  # named so far, as places too; in the second reading all of them
    people: People = field(default_factory=People)
    home: Actor | None = None  # the state that the article is written from and about, by its dateline
    short_names: dict[tuple[str, ...], Actor] = field(default_factory=dict)
    unnamed: dict[str, Actor] = field(default_factory=dict)  # the latest of each head noun
    quoting: tuple[Actor, str | None] | None = None  # who is taken to speak in quoted words that name nobody
    read: list[Read] = field(default_factory=list)


@dataclass
class Reading:
    """One sentence while it is read; `taken` marks the words that belong to a mention already."""

    text: str  # of the article
    sentence: Sentence
    words: list[Word]
    memory: Memory
    taken: list[bool] = field(init=False)
    headline: bool = field(init=False)
    mentions: list[Mention] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.taken = [False] * len(self.words)
        self.headline = is_headline(self.words, self.sentence.text)

    def add(self, first: int, last: int, actor: Actor, speaker: str | None) -> None:
        """Take the words `first` to `last` as a mention, unless one of them is taken."""
        if self.is_taken(first, last):
            return
        self.pass_over(first, last)
        start, end = self.words[first].start, self.words[last].end
        self.mentions.append(Mention(start, end, self.text[start:end], actor, speaker))

    def pass_over(self, first: int, last: int) -> None:
        """Take the words `first` to `last` as nobody: "another [Congress] leader"."""
        self.taken[first : last + 1] = [True] * (last + 1 - first)

    def is_taken(self, first: int, last: int) -> bool:
        """Tell whether a mention holds any of the words `first` to `last`."""
        return any(self.taken[first : last + 1])

    def span_text(self, first: int, last: int) -> str:
        """The text of the words `first` to `last`, on one line."""
        return " ".join(self.text[self.words[first].start : self.words[last].end].split())

    def bind(self, person: tuple[int, int], actor: Actor, speaker: str | None) -> None:
        """Remember for whom the person named at these words speaks."""
        self.memory.people.add([word.folded for word in self.words[person[0] : person[1] + 1]], actor, speaker)

    @property
    def paragraph(self) -> int:
        """Where the sentence's paragraph begins."""
        return self.text.rfind("\n", 0, self.sentence.start) + 1

    def read_up_to(self, at: int) -> list[Read]:
        """The sentences before, and this one up to the word `at`."""
        here = [one for one in self.mentions if one.start < self.words[at].start and not self.is_quoted(one)]
        return [*self.memory.read, Read(self.words[0].start, here, self.paragraph)]

    def is_quoted(self, mention: Mention) -> bool:
        """Tell whether a mention stands in the words of whoever speaks here: they are not its own."""
        return leaves_quote_open(self.text[self.sentence.start : mention.start])
