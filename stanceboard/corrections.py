"""What people say against the model, row by row, and which actors they say are one.

Everything is kept, what was taken back too. `Store.rows` applies what stands, by `apply`.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, and_, func, insert, select, update
from sqlalchemy.orm import aliased

from stanceboard import batches, own_actors
from stanceboard.actors.registry import name_key, without_the
from stanceboard.errors import InvalidInput
from stanceboard.migrations import (
    article_table,
    correction_table,
    merge_table,
    scoring_table,
    stance_table,
    topic_table,
)
from stanceboard.types import LABELS, Actor, check_text, now, slugify

if TYPE_CHECKING:
    from stanceboard.store import Store

# What a person judges: not one model's row, so that the correction also wins over every other model's.
KEY = ("article_id", "topic_id", "actor_id", "sentence_start")
FIELDS = ("label", "new_actor", "new_speaker")
LONGEST_NAME, LONGEST_NOTE = 200, 2000  # characters


def correct(
    store: "Store",
    row_id: str,
    label: str | None = None,
    *,
    actor: Actor | None = None,
    speaker: str | None = None,
    is_furniture: bool = False,
    note: str = "",
    coder: str = "",
) -> int:
    """Record what a row should say; what is None stays as it is. Returns the correction's id.

    It holds for the row's actor, sentence and topic, whatever model scores them. An empty `speaker` means that nobody
    speaks for the actor; `is_furniture`, that the sentence is not the article's own: none of its rows is shown.
    Raises InvalidInput on an unknown label or row, and where nothing is corrected.
    """
    if label is not None and label not in LABELS:
        raise InvalidInput(f"Expected a label of {', '.join(LABELS)}; found {label!r}.")
    if label is None and actor is None and speaker is None and not is_furniture:
        raise InvalidInput("Expected a label, an actor, a speaker or page furniture; nothing was corrected.")
    for text in (actor.name if actor else "", speaker or "", coder):
        check_text(text, LONGEST_NAME)
    check_text(note, LONGEST_NOTE)
    named = {"new_actor_id": actor.id, "new_actor": actor.name, "new_kind": actor.kind} if actor else {}
    columns = [(scoring_table if name in ("article_id", "topic_id") else stance_table).c[name] for name in KEY]
    judged = select(*columns).select_from(stance_table).join(scoring_table).where(stance_table.c.row_id == row_id)
    with store.writing() as connection:
        row = connection.execute(judged.limit(1)).one_or_none()
        if row is None:
            raise InvalidInput(f"Expected the id of a stored row, found {row_id!r}.")
        said = {"label": label, "new_speaker": speaker, "is_furniture": is_furniture, "note": note, "coder": coder}
        values = {**row._mapping, **named, **said, "made_at": now(), "undone": False}
        key = connection.execute(insert(correction_table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def set_undone(store: "Store", correction_id: int, undone: bool = True) -> None:
    """Take a correction back, or make it again; it stays on record."""
    chosen = update(correction_table).where(correction_table.c.correction_id == correction_id)
    with store.writing() as connection:
        connection.execute(chosen.values(undone=undone))


def history(store: "Store", topic_id: str | None = None) -> pd.DataFrame:
    """Every correction ever made, the latest first, beside what the model says of the same actor and sentence.

    `found` is False where the latest scoring has no such actor and sentence any more (of furniture: no such sentence);
    the model's word is then of the last one that had. `holds` is False there, where it was undone, and where later ones
    say otherwise. Of a scoring that waits in a batch, the model's word is told only where no other one has the row.
    """
    score, inner = aliased(stance_table), aliased(stance_table)
    having = (
        select(func.max(scoring_table.c.scoring_id))
        .join(inner, inner.c.scoring_id == scoring_table.c.scoring_id)
        .where(
            scoring_table.c.article_id == correction_table.c.article_id,
            scoring_table.c.topic_id == correction_table.c.topic_id,
            inner.c.actor_id == correction_table.c.actor_id,
            inner.c.sentence_start == correction_table.c.sentence_start,
        )
        .correlate(correction_table)
    )
    newest = func.coalesce(having.where(batches.is_not_held()).scalar_subquery(), having.scalar_subquery())
    told = ("actor", "speaker", "label", "probability")
    place = ("sentence", "sentence_index", "mention", "mention_start")
    query = (
        select(
            *correction_table.c,
            topic_table.c.name.label("topic"),
            article_table.c.title,
            article_table.c.date,
            *(score.c[name].label(f"model_{name}") for name in told),
            *(score.c[name] for name in place),
        )
        .join(article_table, article_table.c.article_id == correction_table.c.article_id)
        .join(topic_table, topic_table.c.topic_id == correction_table.c.topic_id)
        .join(
            score,
            and_(
                score.c.scoring_id == newest,
                score.c.actor_id == correction_table.c.actor_id,
                score.c.sentence_start == correction_table.c.sentence_start,
            ),
        )
        .order_by(correction_table.c.correction_id)
    )
    if topic_id:
        query = query.where(correction_table.c.topic_id == topic_id)
    with store.engine.connect() as connection:
        result = connection.execute(query)
        made = [dict(one) for one in result.mappings().all()]
        scored = _latest_keys(connection)
    sentences = {(article_id, start) for article_id, _, _, start in scored}
    standing = {one["correction_id"] for one in latest(made).values()}
    for one in made:
        here = (one["article_id"], one["sentence_start"])
        one["found"] = here in sentences if one["is_furniture"] else _key(one) in scored
        stands = one["is_furniture"] or one["correction_id"] in standing
        one["holds"] = one["found"] and stands and not one["undone"]
    return pd.DataFrame(reversed(made), columns=[*result.keys(), "found", "holds"], dtype=object)


def _latest_keys(connection: Connection) -> set[tuple[Any, ...]]:
    """The KEY of every row of the latest scorings, of articles in which anything was corrected."""
    latest_scoring = batches.latest()
    columns = [(scoring_table if name in ("article_id", "topic_id") else stance_table).c[name] for name in KEY]
    query = (
        select(*columns)
        .select_from(stance_table)
        .join(latest_scoring, latest_scoring.c.scoring_id == stance_table.c.scoring_id)
        .join(scoring_table, scoring_table.c.scoring_id == stance_table.c.scoring_id)
        .where(scoring_table.c.article_id.in_(select(correction_table.c.article_id)))
    )
    return {tuple(one) for one in connection.execute(query)}


def named_actor(store: "Store", name: str, kind: str) -> Actor:
    """The actor that a person means by `name`: of the registry and the user's own, else one in the stored rows, else a new one of `kind`.

    >>> named_actor(store, "the Kremlin", "person").id
    'russia'
    """
    known = own_actors.registry(store).names.get(without_the(name_key(name)))
    if known and known.use in ("alias", "people", "seat", "capital"):
        return known.actor
    actor_id = slugify(name)
    columns = (stance_table.c.actor_id, stance_table.c.actor, stance_table.c.kind)
    named = select(*columns).where((stance_table.c.actor == name) | (stance_table.c.actor_id == actor_id)).limit(1)
    with store.engine.connect() as connection:
        found = connection.execute(named).one_or_none()
    return Actor(*found) if found else Actor(actor_id, " ".join(name.split()), kind)


def merge_actors(store: "Store", one: Actor, into: Actor, coder: str = "") -> int:
    """Record that two names are one actor, called `into`. Returns the merge's id.

    Raises InvalidInput where both are the same actor already.
    """
    if one.id == into.id:
        raise InvalidInput(f"Expected two actors, found {one.name!r} twice.")
    check_text(coder, LONGEST_NAME)
    values = {
        "actor_id": one.id,
        "actor": one.name,
        "into_id": into.id,
        "into_actor": into.name,
        "into_kind": into.kind,
    }
    with store.writing() as connection:
        made = insert(merge_table).values(**values, coder=coder, made_at=now(), undone=False)
        key = connection.execute(made).inserted_primary_key
    assert key is not None
    return int(key[0])


def set_merge_undone(store: "Store", merge_id: int, undone: bool = True) -> None:
    """Take a merge back, or make it again; it stays on record."""
    with store.writing() as connection:
        connection.execute(update(merge_table).where(merge_table.c.merge_id == merge_id).values(undone=undone))


def merges(store: "Store") -> pd.DataFrame:
    """Every merge ever made, the latest first."""
    with store.engine.connect() as connection:
        found = connection.execute(select(merge_table).order_by(merge_table.c.merge_id.desc())).mappings().all()
    return pd.DataFrame(found, columns=list(merge_table.c.keys()))


def apply(rows: pd.DataFrame, connection: Connection) -> pd.DataFrame:
    """The rows (with KEY and the columns of a score) as people corrected them; still one per actor and sentence.

    A person's label counts as certain: its probability is 1.
    """
    made = _standing(connection, correction_table, "correction_id")
    joined = _standing(connection, merge_table, "merge_id")
    rows = rows.assign(corrected=False)
    if made:
        rows = _corrected(rows, made)
    if joined:
        rows = _merged(rows, joined)
    return _one_each(rows) if made or joined else rows


def _standing(connection: Connection, table: Any, key: str) -> Sequence[Mapping[str, Any]]:
    query = select(table).where(table.c.undone.is_(False)).order_by(table.c[key])
    return [dict(one) for one in connection.execute(query).mappings()]


def _key(one: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(one[name] for name in KEY)


def latest(made: Sequence[Mapping[Any, Any]]) -> dict[tuple[Any, ...], Mapping[Any, Any]]:
    """(*KEY, field) -> the last correction, of `made` in order, that says something there and is not undone."""
    return {(*_key(one), field): one for one in made if not one["undone"] for field in FIELDS if one[field] is not None}


def _corrected(rows: pd.DataFrame, made: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    keys = rows.loc[rows["article_id"].isin({one["article_id"] for one in made}), list(KEY)]
    place = dict(zip(keys.itertuples(index=False, name=None), keys.index, strict=True))
    last = latest(made)
    for field in FIELDS:  # a column at once: one cell at a time takes seconds with thousands of corrections
        said = {place[tuple(key)]: one for (*key, of), one in last.items() if of == field and tuple(key) in place}
        changes = pd.DataFrame([_changes(one, field) for one in said.values()], index=list(said))
        for name in changes:
            rows.loc[changes.index, name] = changes[name]
        rows.loc[changes.index, "corrected"] = True
    furniture = {(one["article_id"], one["sentence_start"]) for one in made if one["is_furniture"]}
    return rows.drop([index for (article, _, _, start), index in place.items() if (article, start) in furniture])


def _changes(one: Mapping[str, Any], field: str) -> dict[str, Any]:
    """The columns of a row that a field of a correction sets."""
    if field == "label":
        certain = {label: float(label == one["label"]) for label in LABELS}
        return {"label": one["label"], "probability": 1.0, **certain}
    if field == "new_actor":
        return {"actor_id": one["new_actor_id"], "actor": one["new_actor"], "kind": one["new_kind"]}
    return {"speaker": one["new_speaker"] or None}


def _merged(rows: pd.DataFrame, made: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    names = {one["into_id"]: (one["into_actor"], one["into_kind"]) for one in made}
    into: dict[str, str] = {}
    for one in made:
        gone, target = one["actor_id"], into.get(one["into_id"], one["into_id"])
        if gone != target:  # else a redone merge says what another has said the other way round
            into = {key: target if value == gone else value for key, value in into.items()} | {gone: target}
    moved = rows["actor_id"].isin(into)
    rows.loc[moved, "actor_id"] = rows.loc[moved, "actor_id"].map(into)
    called = rows["actor_id"].isin(
        set(into.values())
    )  # those that had the id already too: the name that stays is theirs
    targets = rows.loc[called, "actor_id"]
    rows.loc[called, "actor"] = targets.map({target: name for target, (name, _) in names.items()})
    rows.loc[called, "kind"] = targets.map({target: kind for target, (_, kind) in names.items()})
    return rows


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per actor and sentence: what a person corrected, else what is least likely to be without a position."""
    shared = rows.duplicated(list(KEY), keep=False)
    best = rows[shared].sort_values(["corrected", "none"], ascending=[False, True], kind="stable")
    return rows[~shared | rows.index.isin(best.drop_duplicates(list(KEY)).index)]
