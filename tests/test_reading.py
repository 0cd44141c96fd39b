"""Reading: every format, metadata, and one clear sentence for what cannot be read."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

import stanceboard as sb
from stanceboard.reading import find_inputs, read_many, read_pasted

BODY = "The Taliban said it would send delegates. Kabul declined the offer to attend the talks in Moscow."


def read(tmp_path: Path, name: str, content: bytes | str) -> list[sb.Article]:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return sb.read_articles(path)


def pdf_bytes(text: str = BODY) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=12)
    document.multi_cell(0, 8, text)
    return bytes(document.output())


def test_text_is_kept_as_given_and_its_first_own_line_is_the_title(tmp_path):
    text = f"Support The Example Times!\n\nKabul stays away\n\nPublished: 23 August 2018\n\n{BODY}\n"
    [article] = read(tmp_path, "a.txt", text)
    assert (article.text, article.title, article.date) == (text, "Kabul stays away", "2018-08-23")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_recognised(tmp_path, encoding):
    text = "Café talks — “no” from Kabul\n\n" + BODY * 5
    [article] = read(tmp_path, "a.txt", text.encode(encoding))
    assert article.title == "Café talks — “no” from Kabul"


def test_markdown_front_matter_is_taken_and_left_out(tmp_path):
    head = "---\ntitle: Kabul stays away\ndate: 2018-08-23\nsource: Example Wire\nurl: https://example.org/a\n---\n"
    [article] = read(tmp_path, "a.md", head + BODY)
    assert article == sb.Article("Kabul stays away", BODY, "2018-08-23", "Example Wire", "https://example.org/a")


def test_a_web_page_gives_its_article_without_menus(tmp_path):
    page = (
        '<html><head><title>Kabul stays away</title><meta property="article:published_time" content="2018-08-23">'
        '<meta property="og:site_name" content="Example Wire"><link rel="canonical" href="https://example.org/a"></head>'
        f"<body><nav>Home News Sport</nav><article><h1>Kabul stays away</h1>{'<p>' + BODY * 3 + '</p>'}</article></body></html>"
    )
    [article] = read(tmp_path, "a.html", page)
    assert article.title == "Kabul stays away"
    assert (article.date, article.source, article.url) == ("2018-08-23", "Example Wire", "https://example.org/a")
    assert BODY in article.text
    assert "Sport" not in article.text


def test_pdf_word_rtf_and_mail(tmp_path):
    document = docx.Document()
    document.add_paragraph("Kabul stays away")
    document.add_paragraph(BODY)
    word = io.BytesIO()
    document.save(word)
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = (
        "Kabul stays away",
        "Example Wire <a@example.org>",
        "Thu, 23 Aug 2018 10:00:00 +0000",
    )
    mail.set_content(BODY)
    assert "Taliban" in read(tmp_path, "a.pdf", pdf_bytes())[0].text
    [article] = read(tmp_path, "a.docx", word.getvalue())
    assert (article.title, article.text) == ("Kabul stays away", f"Kabul stays away\n\n{BODY}")
    assert BODY in read(tmp_path, "a.rtf", r"{\rtf1\ansi " + BODY + "}")[0].text
    [article] = read(tmp_path, "a.eml", mail.as_bytes())
    assert (article.title, article.date, article.source) == ("Kabul stays away", "2018-08-23", "Example Wire")


@pytest.mark.parametrize(
    "head",
    [
        "title,text,date,source,url",
        "Headline;Body;Published;Outlet;Link",
        "headline\tcontent\tpublication_date\tpublisher\tlink",
    ],
)
def test_table_columns_are_known_by_their_usual_names(tmp_path, head):
    mark = next(one for one in (";", "\t", ",") if one in head)
    line = mark.join(["Kabul stays away", f'"{BODY}"', "23/08/2018", "Example Wire", "https://example.org/a"])
    [article] = read(tmp_path, "a.csv", f"{head}\n{line}\n")
    assert article == sb.Article("Kabul stays away", BODY, "2018-08-23", "Example Wire", "https://example.org/a")


def test_workbook_json_and_json_lines_hold_the_same_article(tmp_path):
    record = {
        "title": "Kabul stays away",
        "text": BODY,
        "date": "2018-08-23",
        "source": "Example Wire",
        "url": "https://example.org/a",
    }
    book = openpyxl.Workbook()
    book.active.append(list(record))
    book.active.append(list(record.values()))
    sheet = io.BytesIO()
    book.save(sheet)
    expected = [sb.Article(**record)]
    assert read(tmp_path, "a.xlsx", sheet.getvalue()) == expected
    assert read(tmp_path, "a.json", json.dumps({"articles": [record]})) == expected
    assert read(tmp_path, "a.jsonl", json.dumps(record) + "\n") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Aug 23, 2018", "2018-08-23"),
        ("2018-08-23T10:00:00Z", "2018-08-23"),
        ("August 2018", None),
        ("soon", None),
        ("", None),
    ],
)
def test_only_a_full_day_is_a_date(tmp_path, written, expected):
    [article] = read(tmp_path, "a.json", json.dumps({"title": "t", "text": BODY, "date": written}))
    assert article.date == expected


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD = [
    ("a.txt", b"", "The file is empty"),
    ("a.txt", b" \n ", "The file is empty"),
    ("a.txt", b"\x7fELF\x00\x01\x02\x00", "found binary data"),
    ("a.pdf", b"hello", "Expected a PDF"),
    ("a.pdf", pdf_bytes(" "), "no text layer"),
    ("a.pdf", b"%PDF-1.4\n" + b"x" * 50, "damaged"),
    ("a.docx", b"PK\x03\x04 no", "Expected a Word document"),
    ("a.rtf", b"plain", "Expected RTF"),
    ("a.html", b"<html><body><script>1</script></body></html>", "web page without readable text"),
    ("a.csv", b"name,age\nx,1\n", "Expected a column named text, body, content"),
    ("a.csv", b"title,text\nx,\n", "1 rows without"),
    ("a.json", b"{not json", "Expected JSON"),
    ("a.jsonl", b'{"text": "x"}\nnope\n', "line 2 is none"),
    ("a.xlsx", b"not a book", "Expected an Excel workbook"),
    ("a.zip", b"not a zip", "Expected a ZIP archive"),
    ("a.exe", b"MZ", "Expected a file of .txt"),
]


@pytest.mark.parametrize(
    ("name", "content", "message"), BAD, ids=[f"{name}-{message[:18]}" for name, _, message in BAD]
)
def test_bad_input_gets_one_sentence(tmp_path, name, content, message):
    with pytest.raises(sb.UnreadableArticle, match=message.replace("(", r"\(")):
        read(tmp_path, name, content)


def test_an_encrypted_pdf_says_so(tmp_path):
    with pytest.raises(sb.UnreadableArticle, match="encrypted"):
        read(tmp_path, "a.pdf", encrypted_pdf())


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("in/good.txt", BODY)
        out.writestr("in/bad.pdf", b"hello")
        out.writestr("__MACOSX/._good.txt", b"junk")
    readings = list(read_many([("one.txt", BODY.encode()), ("none.txt", b""), ("all.zip", archive.getvalue())]))
    assert [(one.name, len(one.articles), bool(one.problem)) for one in readings] == [
        ("one.txt", 1, False),
        ("none.txt", 0, True),
        ("all.zip/in/good.txt", 1, False),
        ("all.zip/in/bad.pdf", 0, True),
    ]


def test_rows_without_text_are_counted(tmp_path):
    content = f'title,text\nfirst,"{BODY}"\nsecond,\n'.encode()
    [reading] = read_many([("a.csv", content)])
    assert len(reading.articles) == 1
    assert reading.problem == "1 of 2 rows have no readable text; they were left out."


def test_a_compressed_file_that_grows_too_large_is_refused(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(3):
            out.writestr(f"{number}.txt", b"0" * 100_000_000)
    with pytest.raises(sb.UnreadableArticle, match="at most 200 MB unpacked, found 300"):
        read(tmp_path, "a.zip", archive.getvalue())


def test_pasted_text_takes_what_is_given_and_finds_the_rest():
    article = read_pasted(f"Kabul stays away\n\n{BODY}", date="2018-08-23")
    assert (article.title, article.date) == ("Kabul stays away", "2018-08-23")
    with pytest.raises(sb.UnreadableArticle, match="pasted text is empty"):
        read_pasted("  \n")


def test_folders_are_searched_and_named_files_kept(tmp_path):
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a.md").write_text(BODY)
    (tmp_path / "c.exe").write_text("x")
    assert [one.name for one in find_inputs([tmp_path, tmp_path / "c.exe"])] == ["a.md", "b.txt", "c.exe"]
