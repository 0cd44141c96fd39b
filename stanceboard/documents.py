"""Files that hold one article: text, Markdown, web pages, PDF, Word, RTF, e-mail.

Each reader takes bytes and gives a Draft; what a draft lacks is looked for in the text by `reading`.
Libraries do the formats: trafilatura for web pages (the best extractor in published comparisons),
pypdf, python-docx, striprtf, and the standard library's e-mail parser.
"""

import datetime
import email
import email.policy
import email.utils
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import charset_normalizer

from stanceboard.errors import UnreadableArticle

MAX_EXPANDED = 200_000_000  # bytes that a compressed file may grow to
FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
FIELD = re.compile(r"^(title|date|source|url|link|outlet|headline)\s*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
NAMES = {"link": "url", "outlet": "source", "headline": "title"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says of its article; `date` as the file writes it."""

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


def decode(content: bytes) -> str:
    """Decode text of unknown encoding. Raises UnreadableArticle on what is not text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode_as(content, encoding)
    if b"\x00" in content:
        raise UnreadableArticle(
            "Expected text, found binary data. Save the article as text, PDF or Word and try again."
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
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


def read_html(content: bytes) -> Draft:
    """The article of a web page, its headline first."""
    import trafilatura

    page: Any = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False, favor_precision=True)
    text = str(page.text or "").strip() if page else ""
    if not page or not text:
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
    from pypdf.errors import PyPdfError

    if not content.lstrip().startswith(b"%PDF"):
        raise UnreadableArticle(
            "Expected a PDF, found a file that does not begin like one. Open it and save it as PDF again."
        )
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableArticle("The PDF is encrypted. Remove its password and try again.")
        text = "\n\n".join(page.extract_text() for page in reader.pages).strip()
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise UnreadableArticle(
            f"The PDF is damaged ({type(error).__name__}). Save it again or paste its text."
        ) from None
    if len(re.findall(r"\w", text)) < 20:
        raise UnreadableArticle(
            "The PDF has no text layer: it is probably a scan. Run text recognition on it and try again."
        )
    return Draft(text, title if title and title.strip() and "." not in title[-5:] else None)


def read_docx(content: bytes) -> Draft:
    import docx

    check_expanded(content, "a Word document")
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableArticle(
            f"Expected a Word document (.docx), could not open it: {error}. Save it again."
        ) from None
    text = "\n\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())
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
    if body.get_content_subtype() == "html":
        text = read_html(raw).text
    else:
        text = _decode_as(raw, body.get_content_charset() or "utf-8").replace("\r\n", "\n")
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


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableArticle(
            f"Expected text in {encoding}, found bytes that are not. Save the file as UTF-8 and try again."
        ) from None


def _is_date(value: object) -> bool:
    try:
        return value is not None and isinstance(email.utils.parsedate_to_datetime(str(value)), datetime.datetime)
    except ValueError:
        return False
