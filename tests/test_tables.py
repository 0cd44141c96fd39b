"""Columns of tables: found by name, or chosen."""

import io

import pandas as pd
import pytest

import stanceboard as sb
from stanceboard.reading import open_table, read_many
from stanceboard.tables import Table, drafts

ROWS = {"Kopf": ["A head"], "Wortlaut": ["Turkey agreed."], "Tag": ["2018-08-23"], "Blatt": ["Wire"]}
CHOSEN = {"text": "Wortlaut", "title": "Kopf", "date": "Tag", "source": "Blatt"}
EXPECTED = sb.Article("A head", "Turkey agreed.", "2018-08-23", "Wire")


def as_bytes(suffix: str) -> bytes:
    frame, out = pd.DataFrame(ROWS), io.BytesIO()
    if suffix == "xlsx":
        frame.to_excel(out, index=False)
    elif suffix == "parquet":
        frame.to_parquet(out, index=False)
    elif suffix == "csv":
        return frame.to_csv(index=False, sep=";").encode()
    else:
        text = frame.to_json(orient="records", lines=suffix == "jsonl")
        return (f'{{"meta": {{}}, "hits": {text}}}' if suffix == "json" else text).encode()
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "jsonl", "parquet"])
def test_columns_of_other_names_are_chosen(suffix):
    name, content = f"news.{suffix}", as_bytes(suffix)
    table = open_table(name, content)
    assert table.head == tuple(ROWS)
    [unread] = read_many([(name, content)])
    assert "Expected a column named text, body, content; found Kopf, Wortlaut, Tag, Blatt." in unread.problem
    [reading] = read_many([(name, content)], {name: CHOSEN})
    assert reading.articles == (EXPECTED,)


def test_columns_are_chosen_for_one_file_alone():
    named = ("b.csv", b"text\nIran refused.\n")
    readings = list(read_many([("a.csv", as_bytes("csv")), named], {"a.csv": CHOSEN}))
    assert [one.text for reading in readings for one in reading.articles] == ["Turkey agreed.", "Iran refused."]


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(sb.UnreadableArticle, match=r"Expected a column named Body; found A, B\. Choose one"):
        drafts(Table(("A", "B"), ()), {"text": "Body"})


def test_a_file_of_another_kind_is_no_table():
    assert open_table("a.txt", b"text") is None


def test_a_damaged_table_is_named():
    with pytest.raises(sb.UnreadableArticle, match=r"Expected a readable \.parquet file"):
        open_table("a.parquet", b"PAR1 nonsense PAR1")
