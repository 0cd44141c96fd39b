"""The schema, as ordered migrations, and the lock that they and every later write take.

Those that a database lacks run in one transaction; none is ever changed once released.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
)

from stanceboard.errors import StoreError
from stanceboard.types import LABELS, POLARITIES

metadata = MetaData()

migration_table = Table(
    "stanceboard_migration", metadata, Column("number", Integer, primary_key=True), Column("name", String(80))
)
article_table = Table(
    "article",
    metadata,
    Column("article_id", String(16), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("date", String(10)),
    Column("source", Text),
    Column("url", Text),
    Column("origin", String(16), nullable=False),
    Column("added_at", String(32), nullable=False),
)
topic_table = Table(
    "topic",
    metadata,
    Column("topic_id", String(200), primary_key=True),
    Column("name", Text, nullable=False),
    Column("aliases", Text, nullable=False),
    Column("description", Text, nullable=False),
)
scoring_table = Table(
    "scoring",
    metadata,
    Column("scoring_id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.article_id", ondelete="CASCADE"), nullable=False),
    Column("topic_id", ForeignKey("topic.topic_id"), nullable=False),
    Column("model", Text, nullable=False),
    Column("scored_at", String(32), nullable=False),
    Index("scoring_of", "article_id", "topic_id"),
)
stance_table = Table(
    "stance",
    metadata,
    Column("scoring_id", ForeignKey("scoring.scoring_id", ondelete="CASCADE"), primary_key=True),
    Column("row_id", String(16), primary_key=True),
    Column("actor_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("speaker", Text),
    Column("label", String(16), nullable=False),
    Column("probability", Float(53), nullable=False),
    *(Column(label, Float(53), nullable=False) for label in LABELS),
    Column("sentiment", String(16), nullable=False),
    *(Column(polarity, Float(53), nullable=False) for polarity in POLARITIES),
    Column("sentence", Text, nullable=False),
    Column("sentence_index", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("mention", Text, nullable=False),
    Column("mention_start", Integer, nullable=False),
    Column("mention_end", Integer, nullable=False),
    UniqueConstraint("scoring_id", "row_id"),
)
correction_table = Table(
    "correction",
    metadata,
    Column("correction_id", Integer, primary_key=True),
    # What the person judged, whatever model scored it.
    Column("article_id", ForeignKey("article.article_id", ondelete="CASCADE"), nullable=False),
    Column("topic_id", ForeignKey("topic.topic_id"), nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Index("correction_of", "article_id", "topic_id", "actor_id", "sentence_start"),
)
change_table = Table("change", metadata, Column("version", Integer, nullable=False))

# Of migration 3: apart from `metadata`, because migration 1 creates all of that.
batch_metadata = MetaData()
topic_period_table = Table(
    "topic_period",
    batch_metadata,
    Column("topic_id", ForeignKey(topic_table.c.topic_id, ondelete="CASCADE"), primary_key=True),
    Column("since", String(10)),
    Column("until", String(10)),
)
batch_table = Table(
    "batch",
    batch_metadata,
    Column("batch_id", String(16), primary_key=True),
    Column("topic_id", ForeignKey(topic_table.c.topic_id), nullable=False),
    Column("total", Integer, nullable=False),  # articles that were to be scored
    Column("began_at", String(32), nullable=False),
)
pending_table = Table(
    "pending",
    batch_metadata,
    Column("scoring_id", ForeignKey(scoring_table.c.scoring_id, ondelete="CASCADE"), primary_key=True),
    Column("batch_id", ForeignKey(batch_table.c.batch_id, ondelete="CASCADE"), nullable=False, index=True),
)

WRITE_LOCK = 0x5354414E4345  # "STANCE": a number that no other program should lock in the same PostgreSQL database


def create_tables(connection: Connection) -> None:
    """1: articles, topics, scorings, stances, corrections, and the counter of changes."""
    metadata.create_all(connection)
    connection.execute(change_table.insert().values(version=0))


def keep_batches_apart(connection: Connection) -> None:
    """3: periods of topics; batches that wait until a person adds or discards them."""
    batch_metadata.create_all(connection)


MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {1: create_tables, 3: keep_batches_apart}


def lock_for_writing(connection: Connection) -> None:
    """Wait until no other thread or process writes, and keep them waiting until this transaction ends.

    What a writer reads first (is there a table? is the article known?) is then still true when it writes.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def migrate(connection: Connection) -> None:
    """Bring a database to the newest schema.

    Raises StoreError when it was written by a newer Stanceboard, or holds tables that are not ours.
    """
    lock_for_writing(connection)
    present = set(inspect(connection).get_table_names())
    if "stanceboard_migration" not in present:
        strangers = present & (set(metadata.tables) | set(batch_metadata.tables))
        if strangers:
            raise StoreError(
                f"Expected an empty database or one of Stanceboard's, found tables {', '.join(sorted(strangers))} "
                "without its migration table. Give another --database."
            )
        migration_table.create(connection)
    done = set(connection.scalars(select(migration_table.c.number)))
    newest = max(MIGRATIONS)
    if done and max(done) > newest:
        raise StoreError(
            f"Expected a database of schema {newest} or older, found {max(done)}: it was written by a newer "
            "Stanceboard. Upgrade, or give another --database."
        )
    for number, step in sorted(MIGRATIONS.items()):
        if number not in done:
            step(connection)
            connection.execute(migration_table.insert().values(number=number, name=step.__name__))
