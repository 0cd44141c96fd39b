"""An evidence pack as a ZIP: the page, the tables, the charts, and checksums of them all."""

import datetime
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from dashboard import figures
from dashboard.downloads import content
from dashboard.pack import Pack, Progress, actor_table, chart_words
from dashboard.pack_page import pack_html
from stanceboard import __version__
from stanceboard.errors import InvalidInput
from stanceboard.export import table_csv

ROW_KINDS = ("csv", "xlsx", "json", "parquet")
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
Member = tuple[str, Callable[[], str | bytes], int | None]  # name, how it is made, rows of a table


def pack_zip(pack: Pack, progress: Progress = lambda share, text: None) -> bytes:
    """Everything in one file; equal packs are equal bytes, the time of making being part of the pack.

    A table that its format cannot hold is left out, and the manifest says why.
    """
    members = list(_members(pack))
    contents: dict[str, bytes] = {}
    files: list[dict[str, object]] = []
    left_out: dict[str, str] = {}
    for number, (name, make, rows) in enumerate(members):
        progress(number / len(members), f"Writing {name}")
        try:
            made = make()
        except InvalidInput as error:
            left_out[name] = str(error)
            continue
        contents[name] = made.encode("utf-8") if isinstance(made, str) else made
        files.append({"name": name, "sha256": _digest(contents[name]), "bytes": len(contents[name]), "rows": rows})
    contents[MANIFEST] = (json.dumps(_manifest(pack, files, left_out), ensure_ascii=False, indent=1) + "\n").encode()
    contents[SUMS] = "".join(f"{_digest(content)}  {name}\n" for name, content in contents.items()).encode()
    return _zipped(contents, pack.made_at)


def _members(pack: Pack) -> Iterator[Member]:
    yield "evidence-pack.html", partial(pack_html, pack), None
    for kind in ROW_KINDS:
        yield f"stances.{kind}", partial(content, pack.rows, kind), len(pack.rows)
    actors = actor_table(pack)
    for name, table in (("actors", actors), ("articles", pack.articles), ("corrections", pack.corrections)):
        yield f"{name}.csv", partial(table_csv, table), len(table)
    for name, (chart, words) in chart_words(pack).items():
        yield f"charts/{name}.svg", partial(figures.chart_svg, chart, words), None


def _manifest(pack: Pack, files: list[dict[str, object]], left_out: dict[str, str]) -> dict[str, object]:
    return {
        "made_at": pack.made_at,
        "made_by": f"Stanceboard {__version__}",
        "topic": pack.topic.name,
        "filters": list(pack.filters),
        "counted": list(pack.counted),
        "database_version": pack.database_version,
        "models": sorted(set(pack.whole["model"])),
        "files": files,
        "left_out": left_out,
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zipped(contents: dict[str, bytes], made_at: str) -> bytes:
    out = io.BytesIO()
    moment = datetime.datetime.fromisoformat(made_at).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
