"""Batches: what was scored and waits, apart from the corpus, until a person adds or discards it.

The functions take a connection; `Store` opens it. A batch's scorings are held in `pending`, and articles that the
corpus did not have have the origin PENDING, so that no other table shows either.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, delete, func, insert, select, update

from stanceboard import metadata
from stanceboard.errors import StoreError
from stanceboard.migrations import article_table, batch_table, pending_table, scoring_table

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: `total` articles were to be scored toward a topic; `article_ids` are those that were, in that order."""

    id: str
    topic_id: str
    total: int
    began_at: str  # ISO 8601, UTC
    article_ids: tuple[str, ...]


def begin(connection: Connection, batch_id: str, topic_id: str, total: int, began_at: str) -> None:
    values = {"batch_id": batch_id, "topic_id": topic_id, "total": total, "began_at": began_at}
    connection.execute(insert(batch_table).values(**values))


def hold(connection: Connection, batch_id: str, scoring_id: int) -> None:
    """Keep a scoring apart. Raises StoreError when its batch was discarded in the meantime."""
    _check(connection, batch_id)
    connection.execute(insert(pending_table).values(scoring_id=scoring_id, batch_id=batch_id))


def read(connection: Connection) -> list[Batch]:
    """Every batch that waits, oldest first."""
    held = connection.execute(
        select(pending_table.c.batch_id, scoring_table.c.article_id)
        .join(scoring_table, scoring_table.c.scoring_id == pending_table.c.scoring_id)
        .order_by(pending_table.c.scoring_id)
    ).all()
    found = connection.execute(select(batch_table).order_by(batch_table.c.began_at, batch_table.c.batch_id)).all()
    return [
        Batch(
            one.batch_id,
            one.topic_id,
            one.total,
            one.began_at,
            tuple(line.article_id for line in held if line.batch_id == one.batch_id),
        )
        for one in found
    ]


def accept(connection: Connection, batch_id: str) -> int:
    """Let the batch's scorings and articles into the corpus; return for how many stored ones metadata was filled in."""
    _check(connection, batch_id)
    filled = metadata.fill_held(connection, batch_id)
    chosen = update(article_table).where(article_table.c.origin == PENDING, is_in(batch_id))
    connection.execute(chosen.values(origin="added"))
    connection.execute(delete(batch_table).where(batch_table.c.batch_id == batch_id))
    return filled


def discard(connection: Connection, batch_id: str) -> None:
    """Delete the batch's scorings, and its articles that are neither in the corpus nor in another batch."""
    _check(connection, batch_id)
    connection.execute(delete(scoring_table).where(is_held_in(batch_id)))
    connection.execute(delete(batch_table).where(batch_table.c.batch_id == batch_id))
    scored = select(scoring_table.c.article_id)
    unwanted = (article_table.c.origin == PENDING, article_table.c.article_id.not_in(scored))
    connection.execute(delete(article_table).where(*unwanted))


def is_added() -> ColumnElement[bool]:
    """Of an article: it is in the corpus."""
    return article_table.c.origin != PENDING


def is_in(batch_id: str) -> ColumnElement[bool]:
    """Of an article: it was scored in this batch."""
    return article_table.c.article_id.in_(select(scoring_table.c.article_id).where(is_held_in(batch_id)))


def is_held_in(batch_id: str) -> ColumnElement[bool]:
    """Of a scoring: it belongs to this batch."""
    return scoring_table.c.scoring_id.in_(
        select(pending_table.c.scoring_id).where(pending_table.c.batch_id == batch_id)
    )


def is_not_held() -> ColumnElement[bool]:
    """Of a scoring: it belongs to no batch."""
    return scoring_table.c.scoring_id.not_in(select(pending_table.c.scoring_id))


def latest(batch_id: str | None = None) -> Subquery:
    """The `scoring_id` of each article's latest scoring per topic: of the corpus, or of a batch."""
    return (
        select(func.max(scoring_table.c.scoring_id).label("scoring_id"))
        .where(is_held_in(batch_id) if batch_id else is_not_held())
        .group_by(scoring_table.c.article_id, scoring_table.c.topic_id)
        .subquery()
    )


def _check(connection: Connection, batch_id: str) -> None:
    if not connection.scalar(select(batch_table.c.batch_id).where(batch_table.c.batch_id == batch_id)):
        raise StoreError(
            f"Expected a batch that waits, found none of the id {batch_id!r}. It may have been added or discarded."
        )
