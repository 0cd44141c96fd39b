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


def pdf_bytes(*pages: str) -> bytes:
    document = FPDF()
    for page in pages or [BODY]:
        document.add_page()
        document.set_font("Helvetica", size=12)
        document.multi_cell(0, 8, page)
    return bytes(document.output())


def test_text_is_kept_as_given_and_its_first_own_line_is_the_title(tmp_path):
    text = f"Support The Example Times!\n\nKabul stays away\n\nPublished: 23 August 2018\n\n{BODY}\n"
    [article] = read(tmp_path, "a.txt", text)
    assert (article.text, article.title, article.date) == (text, "Kabul stays away", "2018-08-23")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "text",
    [f"Café talks — “no” from Kabul\n\n{BODY}", "Afghanistan won’t attend. Kabul’s is “no”.", "“Café” said. € 5. ‘No’"],
)
def test_other_encodings_are_recognised(tmp_path, encoding, text):
    [article] = read(tmp_path, "a.txt", text.encode(encoding))
    assert article.text == text


def test_a_stray_byte_spoils_only_itself(tmp_path):
    text = "Kabul’s “no” – Erdoğan said. "
    [article] = read(tmp_path, "a.txt", (text * 20).encode() + b"It won\x92t go.")
    assert article.text == text * 20 + "It won’t go."


def test_a_text_of_another_script_is_still_guessed(tmp_path):
    text = "Талибан заявил, что отправит делегацию в Москву. Кабул отказался от участия в переговорах. " * 3
    [article] = read(tmp_path, "a.txt", text.encode("cp1251"))
    assert article.text == text


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


def test_the_blocks_of_a_web_page_are_apart_and_its_wrapped_lines_are_not(tmp_path):
    headline = "Afghan government says it will not attend Moscow peace talks"
    wrapped = "Iran, which was asked to the talks as well,\nsaid that it would go to Moscow in September."
    page = f"<body><article><h1>{headline}</h1><p>{BODY * 2}</p><pre>{wrapped}</pre></article></body>"
    [article] = read(tmp_path, "a.html", page)
    assert article.text == f"{headline}\n\n{BODY * 2}\n\n{wrapped}"


def test_the_pages_of_a_pdf_break_no_sentence_and_its_lines_no_word(tmp_path):
    pages = ["Kabul govern-\nment officials and Taliban-\nled ones said that it", "would not go.", "Iran declined."]
    [article] = read(tmp_path, "a.pdf", pdf_bytes(*pages))
    assert article.text == (
        "Kabul government\nofficials and Taliban-\nled ones said that it\nwould not go.\n\nIran declined."
    )


def test_a_pdf_may_begin_late_and_be_encrypted_without_a_password(tmp_path):
    assert read(tmp_path, "a.pdf", b"\r\nContent-Length: 9\r\n" + pdf_bytes())[0].text == BODY
    assert read(tmp_path, "a.pdf", encrypted_pdf("", "AES-256"))[0].text == BODY


def test_the_tables_of_a_word_document_are_read_where_they_stand_and_merged_cells_once(tmp_path):
    document = docx.Document()
    document.add_paragraph("Kabul stays away")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Russia declined."
    table.cell(1, 1).text = "Iran accepted."
    document.add_paragraph(BODY)
    word = io.BytesIO()
    document.save(word)
    [article] = read(tmp_path, "a.docx", word.getvalue())
    assert article.text == f"Kabul stays away\n\nRussia declined.\n\nIran accepted.\n\n{BODY}"


@pytest.mark.parametrize(
    ("declared", "encoding"), [("plain; charset=us-ascii", "utf-8"), ("html; charset=koi8-r", "koi8-r")]
)
def test_a_mail_is_read_in_its_charset_or_in_the_one_it_has(tmp_path, declared, encoding):
    text = f'{BODY} "Нет", said Lavrov. {BODY}'
    body = f"<html><body><p>{text}</p></body></html>" if "html" in declared else text
    mail = f"Subject: Kabul stays away\nContent-Type: text/{declared}\nContent-Transfer-Encoding: 8bit\n\n"
    [article] = read(tmp_path, "a.eml", mail.encode() + body.encode(encoding))
    assert article.text == text


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


def test_a_table_of_classic_mac_or_with_excels_first_line_is_read(tmp_path):
    for content in ("title,text\rA,Body\r", "sep=;\r\ntitle;text\r\nA;Body\r\n"):
        assert read(tmp_path, "a.csv", content) == [sb.Article("A", "Body")]


def test_tabs_leave_unbalanced_quotation_marks_to_the_text(tmp_path):
    rows = read(tmp_path, "a.tsv", 'title\ttext\nA\t"Go away" he said\nB\t"Quote begins here\nC\tSaid "x"\n')
    assert [row.text for row in rows] == ['"Go away" he said', '"Quote begins here', 'Said "x"']


def test_json_is_read_as_news_services_write_it(tmp_path):
    record = {
        "title": "A",
        "content": ["Para 1", "Para 2"],
        "source": {"id": None, "name": "BBC"},
        "publishedAt": "2018-09-04T10:00:00Z",
    }
    found = {"status": "ok", "tags": ["a"], "sources": [{"id": "bbc"}], "response": {"docs": [record]}}
    assert read(tmp_path, "a.json", json.dumps(found)) == [sb.Article("A", "Para 1\n\nPara 2", "2018-09-04", "BBC")]


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
        ("4 September 2018 12:00 EST", "2018-09-04"),
        ("August 2018", None),
        ("soon", None),
        ("", None),
    ],
)
def test_only_a_full_day_is_a_date(tmp_path, written, expected):
    [article] = read(tmp_path, "a.json", json.dumps({"title": "t", "text": BODY, "date": written}))
    assert article.date == expected


def test_days_come_first_in_a_table_that_shows_so_but_not_in_iso_dates(tmp_path):
    rows = read(tmp_path, "a.csv", "text,date\nA,23/08/2018\nB,04/09/2018\nC,2018-09-04\n")
    assert [row.date for row in rows] == ["2018-08-23", "2018-09-04", "2018-09-04"]


def encrypted_pdf(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.encrypt(password, "owner", algorithm=algorithm)
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
    ("a.csv", b"title,text\nA,Body, with, commas\n", "Expected 2 cells a line as in the head, found more in line 2"),
    ("a.csv", b'title,text\nA,"unterminated\nB,c\n', "Expected a table of articles"),
    ("a.json", b'{"status": "ok", "tags": ["a"]}', "Expected a column named text, body, content; found status, tags"),
    ("a.json", b"[1]", "Expected one JSON object per article"),
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


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_an_encrypted_pdf_says_so(tmp_path, algorithm):
    with pytest.raises(sb.UnreadableArticle, match="encrypted"):
        read(tmp_path, "a.pdf", encrypted_pdf("secret", algorithm))


def broken_archive(name: str) -> bytes:
    """An archive whose one file has a damaged deflate stream."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, BODY)
    content = bytearray(out.getvalue())
    content[30 + len(name)] = 0xFF
    return bytes(content)


def test_whatever_a_library_raises_is_one_problem_of_one_file():
    bad = [
        ("a.zip", broken_archive("a.txt")),
        ("a.docx", broken_archive("[Content_Types].xml")),
        ("a.xlsx", broken_archive("[Content_Types].xml")),
        ("b.pdf", pdf_bytes().replace(b"/FlateDecode", b"/FlatXDecode")),
    ]
    *readings, last = read_many([*bad, ("good.txt", BODY.encode())])
    assert [(one.problem or "")[:38] for one in readings] == [
        "Expected a readable file a.txt in the ",
        "Expected a readable .docx file, found ",
        "Expected a readable .xlsx file, found ",
        "Expected a readable .pdf file, found o",
    ]
    assert len(last.articles) == 1


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("in/good.txt", BODY)
        out.writestr("in/bad.pdf", b"hello")
        out.writestr("__MACOSX/._good.txt", b"junk")
        out.writestr("more.zip", b"junk")
    readings = list(read_many([("one.txt", BODY.encode()), ("none.txt", b""), ("all.zip", archive.getvalue())]))
    assert [(one.name, len(one.articles), bool(one.problem)) for one in readings] == [
        ("one.txt", 1, False),
        ("none.txt", 0, True),
        ("all.zip/in/good.txt", 1, False),
        ("all.zip/in/bad.pdf", 0, True),
        ("all.zip/more.zip", 0, True),
    ]
    assert readings[-1].problem == (
        "Expected articles in the archive, found another archive. Unpack it and add its files."
    )


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
    article = read_pasted(f"Kabul stays away\n\nPublished: 4 September 2018\n\n{BODY}", title="Kabul", date=" ")
    assert (article.title, article.date) == ("Kabul", "2018-09-04")
    with pytest.raises(sb.UnreadableArticle, match="pasted text is empty"):
        read_pasted("  \n")


def test_folders_are_searched_and_named_files_kept(tmp_path):
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a.md").write_text(BODY)
    (tmp_path / "c.exe").write_text("x")
    assert [one.name for one in find_inputs([tmp_path, tmp_path / "c.exe"])] == ["a.md", "b.txt", "c.exe"]
