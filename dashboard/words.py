"""Words that every page says alike: numbers with their noun, a topic within a sentence, a stance with its sign."""

from dashboard.charts import SIGNS


def plural(count: int, noun: str, many: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "article"), plural(1_200, "copy", "copies")
    ('1 article', '1,200 copies')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def the(name: str) -> str:
    """A topic's name within a sentence, with one article.

    >>> the("Moscow talks"), the("The lease")
    ('the Moscow talks', 'The lease')
    """
    return name if name.split(" ")[0].lower() in ("the", "a", "an") else f"the {name}"


def signed(label: str) -> str:
    """A stance with its sign, so that it is never told by colour alone."""
    return f"{SIGNS[label]} {label}"
