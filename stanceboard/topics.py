"""Topics as files: the shipped `data/topics.toml`, or the user's own in the same form."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from stanceboard.errors import InvalidInput
from stanceboard.resources import asset
from stanceboard.types import Topic

FIELDS = {"name", "aliases", "description", "from", "to"}
WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")  # accents that stand beside their letter belong to the word


def read_hypotheses() -> dict[str, str]:
    """Read what an entailment model is asked of each label: templates over `{actor}` and `{topic}`."""
    table: dict[str, str] = tomllib.loads(asset("data", "topics.toml").read_text(encoding="utf-8"))["hypotheses"]
    return table


def read_topics(path: Path | None = None) -> list[Topic]:
    """Read every topic of a TOML file (the shipped one by default).

    Raises InvalidInput on a table without a name or with an unknown key.

    >>> read_topics()[0].name
    'Moscow talks'
    """
    path = path or asset("data", "topics.toml")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("topic", [])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: expected a TOML file of [[topic]] tables. {error}") from None
    if not tables:
        raise InvalidInput(f"{path}: expected at least one [[topic]] table, found none. See data/topics.toml.")
    return [_topic(table, path) for table in tables]


def find_topic(id_or_file: str) -> Topic:
    """Find a topic by id or name among the shipped ones, or read the first of a TOML file.

    Raises InvalidInput naming the known topics.
    """
    path = Path(id_or_file)
    if path.suffix == ".toml":
        return read_topics(path)[0]
    topics = read_topics()
    for topic in topics:
        if id_or_file in (topic.id, topic.name):
            return topic
    known = ", ".join(topic.id for topic in topics)
    raise InvalidInput(f"Expected a topic id ({known}) or a .toml file, found {id_or_file!r}.")


def find_named(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Find the first place where one of `names` stands in `text` word by word, whatever case, accents and punctuation.

    Half-open offsets into `text`; at the same place the longest name. A name without a word in it is never found.

    >>> find_named("The Russia–led PEACE TALKS began.", ["Russia-led peace talks"])
    (4, 26)
    """
    wanted = sorted(([word for word, _, _ in _folded_words(name)] for name in names), key=len, reverse=True)
    words = _folded_words(text)
    plain = [word for word, _, _ in words]
    for first in range(len(words)):
        for name in wanted:
            if name and plain[first : first + len(name)] == name:
                return words[first][1], words[first + len(name) - 1][2]
    return None


def _topic(table: dict[str, object], path: Path) -> Topic:
    unknown = set(table) - FIELDS
    if unknown or not isinstance(table.get("name"), str):
        found = f"unknown {', '.join(sorted(unknown))}" if unknown else "no name"
        raise InvalidInput(f"{path}: a [[topic]] takes {', '.join(sorted(FIELDS))}; found {found}.")
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise InvalidInput(f"{path}: aliases of {table['name']!r} must be a list of names.")
    since, until = (None if table.get(end) is None else str(table[end]) for end in ("from", "to"))
    try:
        return Topic(str(table["name"]), tuple(aliases), str(table.get("description", "")), since, until)
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {table['name']!r}: {error}") from None


def _folded_words(text: str) -> list[tuple[str, int, int]]:
    """Each word without case and accents, and where it stands in `text`."""
    return [(_folded(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
