"""Actors of the user's own: in files that are named at the start, and in the database. Both win over the shipped registry."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from stanceboard.actors.registry import Registry, extend, load_registry, name_key, without_the
from stanceboard.errors import InvalidInput
from stanceboard.migrations import own_actor_table
from stanceboard.types import KINDS, Actor, check_text

if TYPE_CHECKING:
    from stanceboard.store import Store

ENVIRONMENT = "STANCEBOARD_ACTORS"  # paths of files, joined as in $PATH
SOURCE = "Actors of your own"
MOST_LETTERS = 120  # of a name


@dataclass(frozen=True, slots=True)
class OwnActor:
    """An actor of the database, and its further names, each of which always means it."""

    actor: Actor
    names: tuple[str, ...] = ()


def files() -> tuple[Path, ...]:
    """The files of actors that $STANCEBOARD_ACTORS names."""
    return tuple(Path(one) for one in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if one)


def set_files(paths: Iterable[Path]) -> None:
    """Have this process and its pages use these files. Raises InvalidInput on a path that cannot be told in $STANCEBOARD_ACTORS."""
    found = [str(path.expanduser().resolve()) for path in paths]
    for one in found:
        if os.pathsep in one:
            raise InvalidInput(f"Expected a path without {os.pathsep!r}, found {one!r}. Rename the file or its folder.")
    os.environ[ENVIRONMENT] = os.pathsep.join(found)


def registry(store: "Store", paths: Sequence[Path] | None = None) -> Registry:
    """Whom articles of a database are searched for: the shipped actors, those of files, and those of the database, which win."""
    known = load_registry(*(files() if paths is None else paths))
    own = read(store)
    return with_own(known, own) if own else known


def with_own(known: Registry, own: Iterable[OwnActor]) -> Registry:
    """`known` with actors of the database, which win. Raises InvalidInput where two of them claim one name."""
    return extend(known, [_table(one) for one in own], SOURCE)


def make(name: str, kind: str, names: Iterable[str], known: Registry) -> OwnActor:
    """An actor of the user's own; one called as a known actor is, extends that one.

    Raises InvalidInput on an unknown kind, and on names that cannot be found in any text or be kept.
    """
    named = " ".join(name.split())
    further = tuple(dict.fromkeys(" ".join(one.split()) for one in names if one.strip()))
    for one in (named, *further):
        check_text(one)
        if not name_key(one) or len(one) > MOST_LETTERS:
            raise InvalidInput(
                f"Expected a name of 1 to {MOST_LETTERS} characters with a letter or figure in it, found {one[:60]!r}. "
                "Shorten it or write it out."
            )
    if kind not in KINDS:
        raise InvalidInput(f"Expected a kind of {', '.join(KINDS)}; found {kind!r}.")
    key = without_the(name_key(named))
    called = (actor.id for actor in known.actors.values() if without_the(name_key(actor.name)) == key)
    return OwnActor(Actor(next(called, "own-" + "-".join(key)), named, kind), further)


def read(store: "Store") -> list[OwnActor]:
    """The actors of the database, by name."""
    with store.engine.connect() as connection:
        return _read(connection)


def add(store: "Store", own: OwnActor) -> None:
    """Keep an actor; it is found in what is scored from then on.

    Raises InvalidInput where it is kept already, where another one of the database has one of its names, and on text
    that no database can hold.
    """
    with store.writing() as connection:
        kept = _read(connection)
        if own.actor.id in {one.actor.id for one in kept}:
            raise InvalidInput(
                f"Expected a new actor, found “{own.actor.name}” among those of your own. Remove it first, then add it as "
                "it should be."
            )
        with_own(load_registry(), [*kept, own])
        values = {"actor_id": own.actor.id, "name": own.actor.name, "kind": own.actor.kind}
        names = json.dumps(own.names, ensure_ascii=False)
        connection.execute(insert(own_actor_table).values(**values, names=names))


def remove(store: "Store", actor_id: str) -> None:
    """Forget an actor; what was scored stays as it is. Nothing happens where there is none of this id."""
    with store.writing() as connection:
        connection.execute(delete(own_actor_table).where(own_actor_table.c.actor_id == actor_id))


def _read(connection: Connection) -> list[OwnActor]:
    found = connection.execute(select(own_actor_table).order_by(own_actor_table.c.name, own_actor_table.c.actor_id))
    return [OwnActor(Actor(one.actor_id, one.name, one.kind), tuple(json.loads(one.names))) for one in found]


def _table(own: OwnActor) -> dict[str, object]:
    return {"id": own.actor.id, "name": own.actor.name, "kind": own.actor.kind, "aliases": list(own.names)}
