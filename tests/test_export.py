"""Downloads: every format gives the same rows back, and no cell runs as a formula."""

import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stanceboard as sb
from stanceboard.export import FORMATS, read_rows, write_rows
from stanceboard.rows import ROW_COLUMNS, stance_of, table
from tests.conftest import SCORER, TOPIC

HOSTILE = ["=1+1", "+cmd", "-2", "@SUM(A1)", "'quoted", "\ttab", 'a,b;c\n"d"', "ünï — 👍", "NA", "null", "0012"]


def rows_of(title: str) -> pd.DataFrame:
    article = sb.Article(
        title, f"{title}\n\nTurkey said it would come.", "2018-08-22", title, "https://example.org/?a=1&b=2"
    )
    return table([(article, sb.analyse(article, TOPIC, SCORER))], scored_at="2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize("kind", list(FORMATS))
@pytest.mark.parametrize("title", HOSTILE)
def test_rows_come_back_identical(tmp_path, kind, title):
    rows = rows_of(title)
    path = tmp_path / f"rows.{kind}"
    write_rows(rows, path)
    pd.testing.assert_frame_equal(read_rows(path), rows)


@given(title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_any_title_survives_csv(tmp_path_factory, title):
    rows = rows_of(title)
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    write_rows(rows, path)
    pd.testing.assert_frame_equal(read_rows(path), rows)


def test_a_spreadsheet_runs_no_cell():
    out = io.BytesIO()
    write_rows(rows_of("=1+1"), out, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue()))["stances"]
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    out = io.BytesIO()
    write_rows(rows_of("=1+1"), out, "csv")
    assert b",'=1+1," in out.getvalue()


def test_a_workbook_takes_characters_that_xml_does_not(tmp_path):
    write_rows(rows_of("Kabul\x00 \ufffe\uffff"), tmp_path / "rows.xlsx")
    assert read_rows(tmp_path / "rows.xlsx")["title"][0] == "Kabul\ufffd \ufffd\ufffd"


def test_an_empty_table_keeps_its_columns(tmp_path):
    for kind in FORMATS:
        path = tmp_path / f"empty.{kind}"
        write_rows(table([]), path)
        assert list(read_rows(path).columns) == list(ROW_COLUMNS)


def test_an_unknown_format_is_named(tmp_path):
    with pytest.raises(sb.InvalidInput, match="Expected a format of csv, xlsx"):
        write_rows(rows_of("t"), tmp_path / "rows.doc")


def test_a_row_makes_its_stance_again(article, stances):
    [*records] = table([(article, stances)]).to_dict("records")
    for record, stance in zip(records, stances, strict=True):
        again = stance_of(record)
        assert (again.actor, again.mention, again.sentence, again.label) == (
            stance.actor,
            stance.mention,
            stance.sentence,
            stance.label,
        )
        assert again.probability == pytest.approx(stance.probability, abs=1e-4)
