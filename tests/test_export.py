"""Downloads: every format gives the same rows back, and no cell runs as a formula."""

import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stanceboard as sb
from stanceboard.export import FORMATS, read_rows, table_csv, write_rows
from stanceboard.rows import ROW_COLUMNS, stance_of, table, typed
from tests.conftest import SCORER, TOPIC

HOSTILE = ["=1+1", "+cmd", "-2", "@SUM(A1)", "'quoted", "\ttab", 'a,b;c\n"d"', "ünï — 👍", "NA", "null", "0012"]
HOSTILE += [
    "\n=1+1",
    "＝1+1",
    "two\r\nlines",
    "a\rb",
    " spaces ",
    "'",
    "_x000D_",
    "\u2028",
    "\ufeffmark",
    "True",
    "1e5",
]


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


@pytest.mark.parametrize("kind", list(FORMATS))
def test_missing_empty_and_corrected_stay_apart(tmp_path, kind):
    rows = rows_of("t").assign(source="", url=None, speaker=None, date=None, corrected=True, model="007")
    path = tmp_path / f"rows.{kind}"
    write_rows(rows, path)
    back = read_rows(path)
    assert (back["source"][0], back["url"][0], back["model"][0], bool(back["corrected"][0])) == ("", None, "007", True)
    pd.testing.assert_frame_equal(back, typed(rows))


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_same_rows_are_the_same_bytes_at_any_time(kind, monkeypatch):
    out = []
    for second in (0, 100):
        monkeypatch.setattr("time.time", lambda second=second: 1_800_000_000.0 + second)
        out.append(io.BytesIO())
        write_rows(rows_of("t"), out[-1], kind)
    assert out[0].getvalue() == out[1].getvalue()


def test_any_table_is_guarded_as_csv():
    table = pd.DataFrame({"name": ["=1+1", "Iran", None], "count": [-1, 2, 3]})
    assert table_csv(table).decode("utf-8-sig") == "name,count\r\n'=1+1,-1\r\nIran,2\r\n,3\r\n"


def test_more_rows_than_a_sheet_holds_are_named(monkeypatch):
    monkeypatch.setattr("stanceboard.export.SHEET_LIMIT", 1)
    with pytest.raises(sb.InvalidInput, match="Expected fewer than 1 rows for a sheet, found 1"):
        write_rows(rows_of("t"), io.BytesIO(), "xlsx")


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
