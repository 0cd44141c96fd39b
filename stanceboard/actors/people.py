"""Who the article has named so far: people by surname, told apart by what else is in their names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from stanceboard.types import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """A person's folded name, the actor they stand for, and how they are called as its speaker (None: for themselves)."""

    name: tuple[str, ...]
    actor: Actor
    speaker: str | None


@dataclass
class People:
    """The people of one article."""

    by_surname: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: Sequence[str], actor: Actor, speaker: str | None) -> None:
        """Remember a person; of several with one surname the last named is found first."""
        self.by_surname[name[-1]].insert(0, Person(tuple(name), actor, speaker))

    def find(self, name: Sequence[str]) -> Person | None:
        """The person that a name means: one of that surname with no given name that differs.

        >>> people.add(["imran", "khan"], pakistan, "Imran Khan")
        >>> people.find(["khan"]).speaker, people.find(["ismail", "khan"])
        ('Imran Khan', None)
        """
        given = set(name[:-1])
        for person in self.by_surname.get(name[-1], ()):
            theirs = set(person.name[:-1])
            if given <= theirs or theirs <= given:
                return person
        return None
