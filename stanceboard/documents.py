"""Files that hold one article: text, Markdown, web pages, PDF, Word, RTF, e-mail.

Each reader takes bytes and gives a Draft; what a draft lacks is looked for in the text by `reading`.
Libraries do the formats: trafilatura for web pages (the best extractor in published comparisons),
pypdf, python-docx, striprtf, and the standard library's e-mail parser. On a damaged file each raises what it likes;
`reading` makes one sentence of it.
"""

import codecs
import datetime
import email
import email.policy
import email.utils
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import charset_normalizer

from stanceboard.errors import UnreadableArticle

MAX_EXPANDED = 200_000_000  # bytes that a compressed file may grow to
FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
FIELD = re.compile(r"^(title|date|source|url|link|outlet|headline)\s*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
NAMES = {"link": "url", "outlet": "source", "headline": "title"}
UNDECODED = re.compile(r"[\udc80-\udcff]")  # what "surrogateescape" makes of a byte that is not UTF-8
# Paragraphs in tables and content controls too. Text boxes are captions, and Word stores each of them twice.
WORD_PARAGRAPHS = ".//w:p[not(ancestor::w:txbxContent)]"
PAGE = "\f"
RUN_ON_PAGE = re.compile(rf"(?<![.!?”\"]){PAGE}(?=[a-z])")
# "govern-" over "ment"; after a capital, as in "Taliban-" over "led", the hyphen is as likely the word's own
DIVIDED_WORD = re.compile(r"\b([a-z]+)-\n([a-z]\S*)[ \n]?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says of its article; `date` as the file writes it."""

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode text in the encoding that it declares, or seems to have. Raises UnreadableArticle on what is not text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = "utf-16"
    if declared:
        with suppress(LookupError, ValueError):  # no such encoding, or the text is not in it
            return content.decode(declared)
    if b"\x00" in content:
        raise UnreadableArticle(
            "Expected text, found binary data. Save the article as UTF-8 text, PDF or Word and try again."
        )
    # A guesser takes the curly quotes of a short English text for Cyrillic or Chinese. In English other bytes are
    # rare, and then they are Windows-1252; only where they are many is the text of another script, and a guess due.
    text, others = UNDECODED.subn(_as_windows, content.decode("utf-8-sig", "surrogateescape"))
    if 3 * others <= len(content):
        return text
    best = charset_normalizer.from_bytes(content).best()
    if best is None:
        raise UnreadableArticle(
            "Expected text, found an encoding that is not known. Save the file as UTF-8 and try again."
        )
    return str(best)


def read_text(content: bytes) -> Draft:
    return Draft(decode(content))


def read_markdown(content: bytes) -> Draft:
    """Markdown as it stands, without its front matter, whose title, date, source and url are taken."""
    text = decode(content)
    front = FRONT_MATTER.match(text)
    if not front:
        return Draft(text)
    found = {NAMES.get(name.lower(), name.lower()): value.strip("\"'") for name, value in FIELD.findall(front[1])}
    return Draft(text[front.end() :], **found)


def read_html(content: bytes | str) -> Draft:
    """The article of a web page, its headline first, a blank line between its blocks."""
    import trafilatura
    from trafilatura.xml import xmltotxt

    page: Any = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False, favor_precision=True)
    # `page.text` has the same line break between blocks as within a <pre> or at a <br>.
    blocks = [xmltotxt(block, False).strip() for block in page.body] if page else []
    text = "\n\n".join(filter(None, blocks))
    if not text:
        raise UnreadableArticle(
            "Expected an article, found a web page without readable text (it may be built by a script). "
            "Copy the text from the page and paste it."
        )
    title = page.title or None
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Draft(text, title, page.date or None, page.sitename or page.hostname or None, page.url or None)


def read_pdf(content: bytes) -> Draft:
    from pypdf import PdfReader

    if b"%PDF" not in content[:1024]:
        raise UnreadableArticle(
            "Expected a PDF, found a file that does not begin like one. Open it and save it as PDF again."
        )
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableArticle("The PDF is encrypted. Remove its password and try again.")
    text = _flow(page.extract_text() for page in reader.pages)
    title = reader.metadata.title if reader.metadata else None
    if len(re.findall(r"\w", text)) < 20:
        raise UnreadableArticle(
            "The PDF has no text layer: it is probably a scan. Run text recognition on it and try again."
        )
    return Draft(text, title if title and title.strip() and "." not in title[-5:] else None)


def read_docx(content: bytes) -> Draft:
    import docx
    from docx.text.paragraph import Paragraph

    check_expanded(content, "a Word document")
    document = docx.Document(io.BytesIO(content))
    paragraphs = [Paragraph(found, document).text for found in document.element.body.xpath(WORD_PARAGRAPHS)]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
    return Draft(text, document.core_properties.title or None)


def read_rtf(content: bytes) -> Draft:
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(b"{\\rtf"):
        raise UnreadableArticle("Expected RTF, found a file that does not begin like it. Save it as RTF or text again.")
    return Draft(rtf_to_text(content.decode("latin-1"), errors="replace").strip())  # type: ignore[no-untyped-call]


def read_email(content: bytes) -> Draft:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    if body is None or (not message["subject"] and not message["from"]):
        raise UnreadableArticle(
            "Expected an e-mail with a text, found none. Save the message itself as .eml, or paste its text."
        )
    payload = body.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = body.get_content_charset()
    if body.get_content_subtype() == "html":
        text = read_html(decode(raw, charset) if charset else raw).text
    else:
        text = decode(raw, charset).replace("\r\n", "\n")
    date = email.utils.parsedate_to_datetime(str(message["date"])) if _is_date(message["date"]) else None
    name, address = email.utils.parseaddr(str(message["from"] or ""))
    return Draft(
        text, str(message["subject"] or "") or None, date.date().isoformat() if date else None, name or address or None
    )


DOCUMENTS: dict[str, Callable[[bytes], Draft]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".rtf": read_rtf,
    ".eml": read_email,
}


def check_expanded(content: bytes, kind: str) -> None:
    """Raise UnreadableArticle when a ZIP-based file is none, or would grow beyond MAX_EXPANDED."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise UnreadableArticle(
            f"Expected {kind}, found a file that is damaged or of another kind. Save it again."
        ) from None
    if size > MAX_EXPANDED:
        raise UnreadableArticle(
            f"Expected {kind} of at most {MAX_EXPANDED // 10**6} MB unpacked, found {size // 10**6} MB. Split it."
        )


def _as_windows(undecoded: re.Match[str]) -> str:
    return undecoded[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _flow(pages: Iterable[str]) -> str:
    """The pages as one text, in which a page's end breaks no sentence and a line's end no word."""
    text = RUN_ON_PAGE.sub("\n", PAGE.join(page.strip() for page in pages))
    return DIVIDED_WORD.sub(r"\1\2\n", text).replace(PAGE, "\n\n").strip()


def _is_date(value: object) -> bool:
    try:
        return value is not None and isinstance(email.utils.parsedate_to_datetime(str(value)), datetime.datetime)
    except ValueError:
        return False
