"""Date, source and address of an article that is stored already: what is missing is filled in, nothing is overwritten.

The functions take a connection; `Store` opens it. What came with a batch is kept apart until the batch is added.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update

from stanceboard.migrations import article_table, pending_metadata_table
from stanceboard.types import Article

FIELDS = ("date", "source", "url")


def of(article: Article) -> dict[str, str]:
    """What is known of an article.

    >>> of(Article("Kabul turns down talks", "Text", "2018-08-22"))
    {'date': '2018-08-22'}
    """
    return {name: value for name in FIELDS if (value := getattr(article, name))}


def fill(connection: Connection, article_id: str, values: Mapping[str, str | None]) -> bool:
    """Fill in what the stored article has nothing for; return whether there was such a field."""
    columns = [article_table.c[name] for name in FIELDS]
    chosen = article_table.c.article_id == article_id
    stored = connection.execute(select(*columns).where(chosen)).one()._mapping
    missing = {name: values[name] for name in FIELDS if values.get(name) and not stored[name]}
    if missing:
        connection.execute(update(article_table).where(chosen).values(**missing))
    return bool(missing)


def hold(connection: Connection, batch_id: str, article: Article) -> None:
    """Keep what a batch says of an article that was there before, for `fill_held`."""
    table, known = pending_metadata_table, of(article)
    connection.execute(delete(table).where(table.c.batch_id == batch_id, table.c.article_id == article.id))
    if known:
        connection.execute(insert(table).values(batch_id=batch_id, article_id=article.id, **known))


def fill_held(connection: Connection, batch_id: str) -> int:
    """Fill in what a batch kept; return for how many articles that changed anything."""
    table = pending_metadata_table
    lines = connection.execute(select(table).where(table.c.batch_id == batch_id)).mappings().all()
    return sum(fill(connection, one["article_id"], {name: one[name] for name in FIELDS}) for one in lines)
