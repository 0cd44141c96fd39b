"""Corrections and merges, on SQLite and PostgreSQL: they win in every row, and nothing of them is lost."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

import stanceboard as sb
from stanceboard import migrations
from stanceboard.corrections import correct, history, merge_actors, merges, named_actor, set_merge_undone, set_undone
from stanceboard.passages import Passage, parse_marked, read_passages, write_passages
from stanceboard.relabelled import training_passages
from stanceboard.rows import ROW_COLUMNS
from stanceboard.store import Store
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TOPIC, clear, first_schema_records

HOSTILE = "<script>alert(1)</script> 👩‍👩‍👧 \u202e'); DROP TABLE stance;--"
NEPAL = sb.Actor("nepal", "Nepal", "state")


@pytest.fixture
def scored(any_store, article, stances):
    """A store with the article of conftest, whose rows are of the Taliban, the Afghan government and others."""
    any_store.add(article, stances)
    return any_store


def test_a_correction_wins_survives_and_can_be_undone(any_store, article, stances):
    any_store.add(article, stances)
    row = any_store.rows().iloc[0]
    number = correct(any_store, row["row_id"], "skeptical", note="irony")
    corrected = any_store.rows().iloc[0]
    assert (corrected["label"], corrected["corrected"]) == ("skeptical", True)
    set_undone(any_store, number)
    assert any_store.rows().iloc[0]["label"] == row["label"]
    assert list(history(any_store)["note"]) == ["irony"]


def test_a_correction_also_wins_over_another_models_score(any_store, article, stances):
    any_store.add(article, stances)
    row = any_store.rows().iloc[0]
    number = correct(any_store, row["row_id"], "skeptical")
    any_store.add(article, sb.analyse(article, TOPIC, FixedScorer(SCORER.labels, name="second")))

    rows = any_store.rows()
    assert set(rows["model"]) == {"second"}
    assert list(rows["label"]) == ["skeptical", *(one.label for one in stances[1:])]
    assert list(rows["corrected"]) == [True, *(False for _ in stances[1:])]
    set_undone(any_store, number)
    assert any_store.rows().iloc[0]["label"] == row["label"]


def test_of_two_corrections_the_later_wins_until_it_is_undone(any_store, article, stances):
    any_store.add(article, stances)
    row_id = any_store.rows().iloc[0]["row_id"]
    correct(any_store, row_id, "skeptical")
    later = correct(any_store, row_id, "declines")
    assert any_store.rows().iloc[0]["label"] == "declines"
    set_undone(any_store, later)
    assert any_store.rows().iloc[0]["label"] == "skeptical"
    assert len(any_store.rows()) == len(stances)


def test_a_correction_of_one_topic_leaves_the_others_alone(any_store, article, stances):
    any_store.add(article, stances)
    any_store.add(article, sb.analyse(article, sb.Topic("Ceasefire"), SCORER))
    correct(any_store, any_store.rows("ceasefire").iloc[0]["row_id"], "skeptical")
    assert any_store.rows("ceasefire")["corrected"].sum() == 1
    assert not any_store.rows(TOPIC.id)["corrected"].any()


def test_corrections_go_with_a_removed_article(any_store, article, stances):
    any_store.add(article, stances)
    correct(any_store, any_store.rows().iloc[0]["row_id"], "skeptical")
    any_store.remove(article.id)
    any_store.add(article, stances)
    assert history(any_store).empty
    assert list(any_store.rows()["label"]) == [one.label for one in stances]


def test_unknown_labels_and_rows_are_refused(store, article, stances):
    store.add(article, stances)
    with pytest.raises(sb.InvalidInput, match="Expected a label"):
        correct(store, store.rows().iloc[0]["row_id"], "maybe")
    with pytest.raises(sb.InvalidInput, match="Expected the id of a stored row"):
        correct(store, "nothing", "none")


def of_taliban(store: Store):
    """The row of the Taliban, which accept by their spokesman."""
    rows = store.rows(TOPIC.id)
    return rows[rows["mention"].str.startswith("Taliban")].iloc[0]


def test_an_actor_and_its_speaker_are_corrected_and_the_label_stays(scored):
    row = of_taliban(scored)
    number = correct(scored, row["row_id"], actor=NEPAL, speaker="K.P. Oli")
    corrected = of_taliban(scored)
    assert list(corrected[["actor_id", "actor", "kind", "speaker"]]) == ["nepal", "Nepal", "state", "K.P. Oli"]
    assert (corrected["label"], corrected["probability"], corrected["corrected"]) == (
        "accepts",
        row["probability"],
        True,
    )
    assert list(scored.rows().columns) == list(ROW_COLUMNS)
    set_undone(scored, number)
    assert of_taliban(scored).equals(row)
    set_undone(scored, number, undone=False)
    assert of_taliban(scored)["actor"] == "Nepal"


def test_an_empty_speaker_means_nobody(scored):
    row = of_taliban(scored)
    assert row["speaker"] == "Zabihullah Mujahid"
    correct(scored, row["row_id"], speaker="")
    assert of_taliban(scored)["speaker"] is None


def test_corrections_of_different_things_hold_side_by_side(scored):
    row_id = scored.rows().iloc[0]["row_id"]
    first = correct(scored, row_id, "declines")
    correct(scored, row_id, speaker="")
    assert scored.rows().iloc[0][["label", "speaker"]].tolist() == ["declines", None]
    correct(scored, row_id, "skeptical")
    assert history(scored).set_index("correction_id")["holds"][first] == False  # noqa: E712


def test_a_persons_label_is_certain(scored):
    correct(scored, scored.rows().iloc[0]["row_id"], "declines")
    row = scored.rows().iloc[0]
    assert row[["probability", *sb.LABELS]].tolist() == [1, 0, 1, 0, 0]


def test_all_rows_of_a_sentence_marked_as_furniture_vanish_toward_every_topic(scored, article):
    scored.add(article, sb.analyse(article, sb.Topic("Ceasefire"), SCORER))
    row = scored.rows(TOPIC.id).iloc[0]
    before = len(scored.rows())
    gone = (scored.rows()["sentence_start"] == row["sentence_start"]).sum()
    number = correct(scored, row["row_id"], is_furniture=True)
    left = scored.rows()
    assert len(left) == before - gone
    assert row["sentence"] not in set(left["sentence"])
    set_undone(scored, number)
    assert len(scored.rows()) == before


def test_the_history_tells_what_model_and_person_said(scored):
    row = of_taliban(scored)
    correct(scored, row["row_id"], "declines", actor=NEPAL, note=HOSTILE, coder="Ann")
    scored.add(
        scored.article(row["article_id"]),
        sb.analyse(scored.article(row["article_id"]), TOPIC, FixedScorer({}, name="second")),
    )
    [told] = history(scored, TOPIC.id).to_dict("records")
    assert (told["model_label"], told["model_actor"]) == ("none", "Taliban")
    assert (told["label"], told["new_actor"], told["note"], told["coder"]) == ("declines", "Nepal", HOSTILE, "Ann")
    assert (told["sentence"], told["holds"], told["topic"]) == (row["sentence"], True, "Moscow talks")
    assert history(scored, "ceasefire").empty


def test_a_correction_holds_nothing_where_the_latest_scoring_lost_its_actor_and_sentence(scored, article, stances):
    row = of_taliban(scored)
    correct(scored, row["row_id"], "declines")
    correct(scored, row["row_id"], is_furniture=True)
    scored.begin_batch("b1", TOPIC, 1)
    scored.add(article, [], topic=TOPIC, batch="b1")
    assert history(scored)["holds"].tolist() == [True, True]  # what waits in a batch is not the latest
    scored.accept("b1")
    assert history(scored)[["found", "holds"]].to_numpy().tolist() == [[False, False]] * 2
    assert history(scored)["model_label"].tolist() == ["accepts"] * 2

    others = [one for one in stances if one.actor.id != row["actor_id"]]
    scored.add(article, [replace(others[0], sentence=replace(others[0].sentence, start=int(row["sentence_start"])))])
    assert history(scored)[["is_furniture", "holds"]].to_numpy().tolist() == [[True, True], [False, False]]


def test_the_model_said_what_the_corpus_has_not_what_waits_in_a_batch(scored, article):
    row = of_taliban(scored)
    correct(scored, row["row_id"], "declines")
    scored.begin_batch("b1", TOPIC, 1)
    scored.add(article, sb.analyse(article, TOPIC, FixedScorer({}, name="second")), batch="b1")
    assert history(scored)["model_label"].tolist() == ["accepts"]
    scored.accept("b1")
    assert history(scored)["model_label"].tolist() == ["none"]


def test_a_correction_of_a_row_that_only_waits_is_on_record(any_store, article, stances):
    any_store.begin_batch("b1", TOPIC, 1)
    any_store.add(article, stances, batch="b1")
    correct(any_store, any_store.rows(batch="b1").iloc[0]["row_id"], "declines")
    assert history(any_store)[["label", "found"]].to_numpy().tolist() == [["declines", False]]
    any_store.accept("b1")
    assert history(any_store)[["found", "holds"]].to_numpy().tolist() == [[True, True]]


def test_a_correction_says_something_that_a_database_can_hold(scored):
    row_id = scored.rows().iloc[0]["row_id"]
    with pytest.raises(sb.InvalidInput, match="nothing was corrected"):
        correct(scored, row_id)
    with pytest.raises(sb.InvalidInput, match="NUL or half a character"):
        correct(scored, row_id, "none", note="a\x00b")
    with pytest.raises(sb.InvalidInput, match="at most 200 characters, found 100000"):
        correct(scored, row_id, speaker="x" * 100_000)
    assert history(scored).empty


def test_a_typed_name_is_the_actor_that_is_known_by_it(scored):
    assert named_actor(scored, "the Kremlin", "person").id == "russia"
    assert named_actor(scored, "  Amina   Example ", "person") == sb.Actor("amina-example", "Amina Example", "person")
    correct(scored, scored.rows().iloc[0]["row_id"], actor=sb.Actor("amina-example", "Amina Example", "person"))
    assert named_actor(scored, HOSTILE, "party").name == HOSTILE


def test_two_names_count_as_one_actor_until_that_is_undone(scored):
    before = scored.rows()
    taliban, kabul = (before[before["actor"] == name].iloc[0] for name in ("Taliban", "Afghan government"))
    one, into = (sb.Actor(row["actor_id"], row["actor"], row["kind"]) for row in (taliban, kabul))
    number = merge_actors(scored, one, into, coder="Ann")
    rows = scored.rows()
    assert "Taliban" not in set(rows["actor"])
    assert (rows["actor_id"] == kabul["actor_id"]).sum() == before["actor"].isin(["Taliban", "Afghan government"]).sum()
    assert not rows["corrected"].any()
    assert merges(scored)[["actor", "into_actor", "coder"]].to_numpy().tolist() == [
        ["Taliban", "Afghan government", "Ann"]
    ]
    set_merge_undone(scored, number)
    assert scored.rows().equals(before)
    with pytest.raises(sb.InvalidInput, match="found 'Taliban' twice"):
        merge_actors(scored, one, one)


def test_merges_follow_one_another_and_never_go_in_circles(store):
    text = "Turkey agreed. Iran refused. China was invited."
    article = sb.Article("t", text)
    store.add(article, sb.analyse(article, TOPIC, SCORER))
    turkey, iran, china = (sb.Actor(row["actor_id"], row["actor"], row["kind"]) for _, row in store.rows().iterrows())
    first = merge_actors(store, turkey, iran)
    merge_actors(store, iran, china)
    assert store.rows()["actor"].tolist() == ["China"] * 3
    set_merge_undone(store, first)
    assert store.rows()["actor"].tolist() == ["Turkey", "China", "China"]
    merge_actors(store, china, turkey)
    set_merge_undone(store, first, undone=False)
    assert store.rows()["actor"].nunique() == 1


def test_the_name_that_stays_is_every_rows_however_its_actor_is_spelled(any_store):
    article = sb.Article("t", "Turkey spoke. Iran spoke. China spoke. China left.")
    stances = sb.analyse(article, TOPIC, SCORER)
    spelled = [sb.Actor("iran", name, "state") for name in ("IRAN", "Iran")]
    any_store.add(article, [replace(stances[0], actor=spelled[0]), replace(stances[1], actor=spelled[0]), *stances[2:]])
    china = sb.Actor(stances[2].actor.id, stances[2].actor.name, "state")
    merge_actors(any_store, china, spelled[1])
    assert list(any_store.rows()["actor"]) == ["Iran"] * 4


def test_merged_actors_of_one_sentence_are_one_row(store):
    article = sb.Article("t", "Turkey will come, Iran will not.")
    labels = {("Turkey", TOPIC.name): "accepts"}
    store.add(article, sb.analyse(article, TOPIC, FixedScorer(labels)))
    turkey, iran = (sb.Actor(row["actor_id"], row["actor"], row["kind"]) for _, row in store.rows().iterrows())
    merge_actors(store, turkey, iran)
    [row] = store.rows().to_dict("records")
    assert (row["actor"], row["label"], row["mention"]) == ("Iran", "accepts", "Turkey")
    correct(store, row["row_id"], "declines")
    assert store.rows()["label"].tolist() == ["declines"]


def test_corrected_sentences_are_read_as_training_passages(scored, tmp_path):
    rows = scored.rows()
    declined = rows[rows["label"] == "declines"].iloc[0]
    correct(scored, declined["row_id"], "skeptical", coder="Ann")
    correct(scored, rows.iloc[0]["row_id"], speaker="")  # says nothing of the label
    path = tmp_path / "corrected.jsonl"
    path.write_text(write_passages(training_passages(scored)), encoding="utf-8")
    [passage] = read_passages(path)
    assert passage.text == "The Afghan government declined the invitation."
    [mention] = passage.mentions
    assert (passage.text[mention.start : mention.end], mention.label) == (declined["mention"], "skeptical")
    assert passage.topic == TOPIC
    assert passage.before.endswith(
        "Taliban spokesman Zabihullah Mujahid said on Tuesday that the group would send delegates to Moscow."
    )
    assert json.loads(path.read_text())["text"].startswith("The {Afghan government|skeptical} declined")
    correct(scored, declined["row_id"], is_furniture=True)
    assert training_passages(scored) == []


def test_signs_of_the_mark_up_in_a_text_and_odd_line_ends_survive_the_training_format(tmp_path):
    text, mentions = parse_marked("{Oslo|accepts} and {Bern|none|neutral} met.")
    odd = Passage(
        "p",
        TOPIC,
        "Before {it}\u2028|",
        "{a|b} " + text + "\u0085",
        tuple(type(one)(one.start + 6, one.end + 6, one.label, one.polarity) for one in mentions),
    )
    path = tmp_path / "odd.jsonl"
    path.write_text(write_passages([odd]), encoding="utf-8")
    [back] = read_passages(path)
    assert back.text == "(a/b) Oslo and Bern met.\u0085"
    assert (back.mentions, back.before) == (odd.mentions, odd.before)


RELEASED = {
    "article": "article_id title text date source url origin added_at",
    "topic": "topic_id name aliases description",
    "scoring": "scoring_id article_id topic_id model scored_at",
    "correction": "correction_id article_id topic_id actor_id sentence_start label note coder made_at undone",
    "change": "version",
    "stanceboard_migration": "number name",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    found = request.getfixturevalue("postgresql")
    yield found.replace("postgresql:", "postgresql+psycopg:")
    clear(Store(found))


def schema(engine):
    """What tables, columns, keys and indexes there are."""
    there = inspect(engine)
    return {
        table: (
            {
                one["name"]: (str(one["type"]), one["nullable"], one["default"] is None)
                for one in there.get_columns(table)
            },
            there.get_pk_constraint(table)["constrained_columns"],
            sorted((one["constrained_columns"], one["referred_table"]) for one in there.get_foreign_keys(table)),
            sorted((one["name"] or "", one["column_names"]) for one in there.get_indexes(table)),
        )
        for table in there.get_table_names()
    }


def test_a_released_database_is_upgraded_without_loss_and_ends_like_a_new_one(url, monkeypatch, article, stances):
    new = Store(url)
    expected = schema(new.engine)
    if new.engine.dialect.name == "sqlite":
        new.engine.dispose()
        Path(new.url.database).unlink()
    else:
        clear(new)

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        old = Store(url)
        first = schema(old.engine)
        assert {table: " ".join(first[table][0]) for table in RELEASED} == RELEASED
        assert set(first) == {*RELEASED, "stance"}
        assert first["correction"][0]["label"] == ("VARCHAR(16)", False, True)
        with old.engine.begin() as connection:
            for table, record in first_schema_records(article, stances):
                connection.execute(table.insert().values(**record))
        key = (article.id, TOPIC.id, stances[0].actor.id, stances[0].sentence.start)
        values = ", ".join(map(repr, (7, *key, "skeptical", "why", "Ann", "2026-01-01T00:00:00+00:00")))
        with old.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO correction (correction_id, article_id, topic_id, actor_id, sentence_start, label, note, coder, made_at, undone) "
                f"VALUES ({values}, false)"
            )
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT setval('correction_correction_id_seq', 7)")
        old.engine.dispose()

    store = Store(url)
    assert schema(store.engine) == expected
    [kept] = history(store).to_dict("records")
    assert [kept[name] for name in ("correction_id", "label", "note", "coder", "holds")] == [
        7,
        "skeptical",
        "why",
        "Ann",
        True,
    ]
    assert store.rows()["label"].tolist() == ["skeptical", *(one.label for one in stances[1:])]
    assert correct(store, store.rows().iloc[0]["row_id"], speaker="") == 8
    store.remove(article.id)
    assert history(store).empty
    store.engine.dispose()


def test_the_schema_of_the_models_is_the_schema_of_the_database(store):
    made = create_engine("sqlite://")
    migrations.metadata.create_all(made)
    assert schema(store.engine) == schema(made)
    made.dispose()
    assert sqlite3.sqlite_version_info >= (3, 24)
