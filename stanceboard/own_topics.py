"""Topics in the database: what was scored toward, and what the user made. `Store` opens the connection."""

import json

from sqlalchemy import Connection, delete, insert, select, update

from stanceboard import batches
from stanceboard.errors import InvalidInput, StoreError
from stanceboard.migrations import batch_table, metadata, topic_period_table, topic_table
from stanceboard.topics import read_topics
from stanceboard.types import Topic

MOST_LETTERS = 120  # of a name or an alias: the model reads them before every sentence


def read(connection: Connection) -> list[Topic]:
    """Every topic of the database, by name."""
    query = select(topic_table, topic_period_table.c.since, topic_period_table.c.until)
    query = query.outerjoin(topic_period_table, topic_period_table.c.topic_id == topic_table.c.topic_id)
    found = connection.execute(query.order_by(topic_table.c.name)).all()
    return [Topic(one.name, tuple(json.loads(one.aliases)), one.description, one.since, one.until) for one in found]


def write(connection: Connection, topic: Topic) -> None:
    """Insert a topic, or bring it up to date."""
    values = {
        "name": topic.name,
        "aliases": json.dumps(topic.aliases, ensure_ascii=False),
        "description": topic.description,
    }
    if not connection.execute(update(topic_table).where(topic_table.c.topic_id == topic.id).values(**values)).rowcount:
        connection.execute(insert(topic_table).values(topic_id=topic.id, **values))
    connection.execute(delete(topic_period_table).where(topic_period_table.c.topic_id == topic.id))
    if topic.since or topic.until:
        period = {"topic_id": topic.id, "since": topic.since, "until": topic.until}
        connection.execute(insert(topic_period_table).values(**period))


def check(topic: Topic) -> None:
    """Raise InvalidInput on a topic that is no user's own, or that cannot be kept or read by the model."""
    if is_shipped(topic.id):
        raise InvalidInput(f"Expected a new name, found that of a shipped topic, {topic.name!r}. Give another.")
    for name in (topic.name, *topic.aliases):
        if not any(map(str.isalnum, name)) or len(name) > MOST_LETTERS:
            raise InvalidInput(
                f"Expected a name of 1 to {MOST_LETTERS} characters with a letter or figure in it, found {name[:60]!r}. "
                "Shorten it or write it out."
            )
    content = "".join((topic.name, *topic.aliases, topic.description))
    if "\x00" in content or any("\ud800" <= letter <= "\udfff" for letter in content):
        raise InvalidInput(
            "Expected text, found characters that no text has (NUL or half a character). Type it instead."
        )


def remove(connection: Connection, topic_id: str) -> None:
    """Delete a topic and everything that was scored or corrected toward it."""
    if is_shipped(topic_id):
        raise StoreError(f"Expected a topic of your own, found a shipped one, {topic_id!r}. Shipped topics stay.")
    for batch_id in connection.scalars(select(batch_table.c.batch_id).where(batch_table.c.topic_id == topic_id)).all():
        batches.discard(connection, batch_id)
    for table in reversed(metadata.sorted_tables):  # what refers to others goes first
        if "topic_id" in table.c:
            connection.execute(delete(table).where(table.c.topic_id == topic_id))


def is_shipped(topic_id: str) -> bool:
    return topic_id in {topic.id for topic in read_topics()}
