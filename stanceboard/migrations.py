"""The schema, as ordered migrations, and the lock that they and every later write take.

Those that a database lacks run in one transaction; none is ever changed once released.
"""

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
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
    # What it should be; null where the model's is left as it is.
    Column("label", String(16)),
    Column("new_actor_id", Text),
    Column("new_actor", Text),
    Column("new_kind", String(16)),
    Column("new_speaker", Text),  # empty: nobody speaks for the actor
    Column("is_furniture", Boolean, nullable=False, default=False, server_default=false()),
    Column("note", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Index("correction_of", "article_id", "topic_id", "actor_id", "sentence_start"),
)
merge_table = Table(
    "actor_merge",
    metadata,
    Column("merge_id", Integer, primary_key=True),
    Column("actor_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("into_id", Text, nullable=False),
    Column("into_actor", Text, nullable=False),
    Column("into_kind", String(16), nullable=False),
    Column("coder", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
)
sample_table = Table(
    "coding_sample",
    metadata,
    Column("sample_id", Integer, primary_key=True),
    Column("topic_id", ForeignKey("topic.topic_id"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
)
# Rows of a scoring, which no later one changes: coders of different weeks read the same, beside the same model's label.
item_table = Table(
    "coding_item",
    metadata,
    Column("sample_id", ForeignKey("coding_sample.sample_id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("scoring_id", Integer, nullable=False),
    Column("row_id", String(16), nullable=False),
    ForeignKeyConstraint(
        ["scoring_id", "row_id"], ["stance.scoring_id", "stance.row_id"], name="coding_item_of", ondelete="CASCADE"
    ),
)
coding_table = Table(
    "coding",
    metadata,
    Column("coding_id", Integer, primary_key=True),
    Column("sample_id", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("coder", Text, nullable=False),
    Column("label", String(16), nullable=False),
    Column("coded_at", String(32), nullable=False),
    ForeignKeyConstraint(
        ["sample_id", "place"], ["coding_item.sample_id", "coding_item.place"], name="coding_of", ondelete="CASCADE"
    ),
)
change_table = Table("change", metadata, Column("version", Integer, nullable=False))

WRITE_LOCK = 0x5354414E4345  # "STANCE": a number that no other program should lock in the same PostgreSQL database


# The tables as the first migration made them, where they have changed since.
_first = MetaData()
for _table in (migration_table, article_table, topic_table, scoring_table, stance_table, change_table):
    _table.to_metadata(_first)
Table(
    "correction",
    _first,
    Column("correction_id", Integer, primary_key=True),
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
topic_period_table = Table(
    "topic_period",
    metadata,
    Column("topic_id", ForeignKey(topic_table.c.topic_id, ondelete="CASCADE"), primary_key=True),
    Column("since", String(10)),
    Column("until", String(10)),
)
batch_table = Table(
    "batch",
    metadata,
    Column("batch_id", String(16), primary_key=True),
    Column("topic_id", ForeignKey(topic_table.c.topic_id), nullable=False),
    Column("total", Integer, nullable=False),  # articles that were to be scored
    Column("began_at", String(32), nullable=False),
)
pending_table = Table(
    "pending",
    metadata,
    Column("scoring_id", ForeignKey(scoring_table.c.scoring_id, ondelete="CASCADE"), primary_key=True),
    Column("batch_id", ForeignKey(batch_table.c.batch_id, ondelete="CASCADE"), nullable=False, index=True),
)
pending_metadata_table = Table(
    "pending_metadata",
    metadata,
    Column("batch_id", ForeignKey(batch_table.c.batch_id, ondelete="CASCADE"), primary_key=True),
    Column("article_id", ForeignKey(article_table.c.article_id, ondelete="CASCADE"), primary_key=True),
    Column("date", String(10)),
    Column("source", Text),
    Column("url", Text),
)
own_actor_table = Table(
    "own_actor",
    metadata,
    Column("actor_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("names", Text, nullable=False),  # further ones, a JSON list
)


def create_tables(connection: Connection) -> None:
    """1: articles, topics, scorings, stances, corrections, and the counter of changes."""
    _first.create_all(connection)
    connection.execute(change_table.insert().values(version=0))


def widen_corrections(connection: Connection) -> None:
    """2: corrections of actor, speaker and furniture too; codings made without the model's label; merged actors."""
    if connection.dialect.name == "sqlite":  # which cannot take a column's NOT NULL away
        kept = "correction_id, article_id, topic_id, actor_id, sentence_start, label, note, coder, made_at, undone"
        connection.exec_driver_sql("DROP INDEX correction_of")
        connection.exec_driver_sql("ALTER TABLE correction RENAME TO correction_before")
        correction_table.create(connection)
        connection.exec_driver_sql(f"INSERT INTO correction ({kept}) SELECT {kept} FROM correction_before")  # noqa: S608
        connection.exec_driver_sql("DROP TABLE correction_before")
    else:
        connection.exec_driver_sql(
            "ALTER TABLE correction ALTER COLUMN label DROP NOT NULL, ADD COLUMN new_actor_id TEXT, ADD COLUMN new_actor TEXT, "
            "ADD COLUMN new_kind VARCHAR(16), ADD COLUMN new_speaker TEXT, ADD COLUMN is_furniture BOOLEAN NOT NULL DEFAULT false"
        )
    for table in (merge_table, sample_table, item_table, coding_table):
        table.create(connection)


def keep_batches_apart(connection: Connection) -> None:
    """3: periods of topics; batches that wait until a person adds or discards them."""
    for table in (topic_period_table, batch_table, pending_table):
        table.create(connection)


def keep_metadata_apart(connection: Connection) -> None:
    """4: what a batch says of the date, source and address of articles that were stored before."""
    pending_metadata_table.create(connection)


def keep_own_actors(connection: Connection) -> None:
    """5: actors of the user's own."""
    own_actor_table.create(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    create_tables,
    widen_corrections,
    keep_batches_apart,
    keep_metadata_apart,
    keep_own_actors,
)


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
        strangers = present & set(metadata.tables)
        if strangers:
            raise StoreError(
                f"Expected an empty database or one of Stanceboard's, found tables {', '.join(sorted(strangers))} "
                "without its migration table. Give another --database."
            )
        migration_table.create(connection)
    done = set(connection.scalars(select(migration_table.c.number)))
    if done and max(done) > len(MIGRATIONS):
        raise StoreError(
            f"Expected a database of schema {len(MIGRATIONS)} or older, found {max(done)}: it was written by a newer "
            "Stanceboard. Upgrade, or give another --database."
        )
    for number, step in enumerate(MIGRATIONS, start=1):
        if number not in done:
            step(connection)
            connection.execute(migration_table.insert().values(number=number, name=step.__name__))
