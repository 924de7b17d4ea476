"""What kind of file it is, decided by its bytes: a name can be changed, and often was."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import PurePath

from xlperf.model.refusal import Refused
from xlperf.ooxml.archive import Entry, entries_of, pieces
from xlperf.reading import compound
from xlperf.reading.sources.decoding import decode

_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_AS_DOCX = "请用 Word 或 WPS 打开后另存为 docx，再重新发送。"
_PICTURE = "请发送原来的 Excel 文件，不要拍照或截图。"
_UNPACK = "请解压后发送里面的 Excel 文件。"
_PASSWORD = "文件有打开密码；请去掉打开密码，保存后重新发送。"

_HEAD = 65_536
_SAMPLE_LINES = 60

_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", f"这是 PNG 图片；{_PICTURE}"),
    (b"\xff\xd8\xff", f"这是 JPEG 图片；{_PICTURE}"),
    (b"GIF8", f"这是 GIF 图片；{_PICTURE}"),
    (b"BM", f"这是 BMP 图片；{_PICTURE}"),
    (b"II*\x00", f"这是 TIFF 图片；{_PICTURE}"),
    (b"MM\x00*", f"这是 TIFF 图片；{_PICTURE}"),
    (b"7z\xbc\xaf\x27\x1c", f"这是 7z 压缩包；{_UNPACK}"),
    (b"Rar!\x1a\x07", f"这是 RAR 压缩包；{_UNPACK}"),
    (b"\x1f\x8b\x08", f"这是 gzip 压缩包；{_UNPACK}"),
    (b"BZh", f"这是 bzip2 压缩包；{_UNPACK}"),
    (b"\xfd7zXZ\x00", f"这是 xz 压缩包；{_UNPACK}"),
    (b"{\\rtf", f"这是 RTF 文档；{_AS_DOCX}"),
    (b"Founder CEB", "这是方正 CEB 版式文件；请发送原来的 Excel 文件。"),
    (b"ID;P", f"这是 SYLK 表格（.slk）；{_AS_XLSX}"),
    (b"MZ", "这是程序文件，不是表格；请勿运行，请重新发送申报表或自评表。"),
)
_BIFF = (
    (b"\x09\x00\x04\x00", "Excel 2.x"),
    (b"\x09\x02\x06\x00", "Excel 3.0"),
    (b"\x09\x04\x06\x00", "Excel 4.0"),
    (b"\x09\x08\x08\x00", "Excel 5.0/95"),
    (b"\x09\x08\x10\x00", "Excel 97"),
)
_ODF = (
    ("opendocument.spreadsheet", f"这是 ODS 表格；{_AS_XLSX}"),
    ("opendocument.text", f"这是 ODT 文档；{_AS_DOCX}"),
    ("opendocument", f"这是 ODF 文件；{_AS_XLSX}"),
    ("epub", f"这是 EPUB 电子书；{_AS_XLSX}"),
)
_XML = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "xml2003"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"schemas.microsoft.com/office/word/2003", f"这是 Word 2003 XML 文档；{_AS_DOCX}"),
    (b"schemas.microsoft.com/office/2006/xmlpackage", f"这是 Office 平面 XML 文档；{_AS_DOCX}"),
    (b"opendocument:xmlns:office", f"这是 ODF 平面 XML 文档；{_AS_XLSX}"),
    (b"schemas.uof.org", f"这是标文通（UOF）文档；{_AS_XLSX}"),
    (b"www.w3.org/2000/svg", f"这是 SVG 图片；{_PICTURE}"),
)
_HTML = re.compile(
    rb"(?:<!--.*?-->|\s)*<(?:!doctype html|html|head|meta|body|table|title|style|div|p|tr|"
    rb"center|font|span|h[1-6]|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TEXT_NAMES = {".txt", ".text", ".md", ".log"}
_TABLE_NAMES = {".csv", ".tsv", ".tab"}


def kind_of(data: bytes, name: str) -> str:
    """One of the modules in `sources`; raises Refused with the true kind of any other file."""
    if not data:
        raise Refused("文件是空的（0 字节），可能没有传完；请重新发送。")
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(compound.MAGIC):
        return _compound(data)
    _refuse_foreign(data)
    kind = _marked_up(data)
    if kind is None and b"%PDF-" in data[:1024]:
        return "pdf"
    return kind or _plain(data, PurePath(name).suffix.lower())


def _zipped(data: bytes) -> str:
    entries = entries_of(data)
    names = {_readable(entry).replace("\\", "/").lstrip("/").lower() for entry in entries}
    if entries and entries[0].name == "mimetype":
        _refuse_first(_ODF, next(pieces(data, entries[0]), b"")[:100].decode("ascii", "replace"))
    if "ofd.xml" in names:
        raise Refused("这是 OFD 版式文件；请发送原来的 Excel 文件。")
    return _office_open(names)


def _readable(entry: Entry) -> str:
    """Zip tools of Chinese Windows write names in GBK and don't say so."""
    try:
        return entry.name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.name


def _office_open(names: set[str]) -> str:
    if any(name.startswith("xl/workbook") and name.endswith(".bin") for name in names):
        raise Refused(f"这是二进制工作簿（.xlsb）；{_AS_XLSX}")
    rooms = {name.partition("/")[0] for name in names if "/" in name}
    if "xl" in rooms:
        return "workbook"
    if "word" in rooms:
        return "docx"
    if "ppt" in rooms:
        raise Refused("这是演示文稿（.pptx）；请发送申报表或自评表的 Excel 文件。")
    if "index.zip" in names or any(name.endswith(".iwa") for name in names):
        raise Refused("这是苹果 Numbers 表格；请导出为 xlsx 后重新发送。")
    if not names:
        raise Refused("文件不完整（压缩包里没有内容），请重新发送。")
    raise Refused(f"这是压缩包，里面有 {_some(names)}；{_UNPACK}")


def _some(names: set[str]) -> str:
    first = "、".join(sorted(names)[:3])
    return first if len(names) <= 3 else f"{first} 等 {len(names)} 个文件"


def _compound(data: bytes) -> str:
    file = compound.Compound(data)
    names = set(file.names)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Refused(_PASSWORD)
    for stream in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if stream in names:
            return _legacy_unless_locked(file.head(stream, 4096))
    if "WordDocument" in names:
        raise Refused(f"这是旧版 Word 或 WPS 文字文档（.doc、.wps）；{_AS_DOCX}")
    if "PowerPoint Document" in names:
        raise Refused("这是演示文稿（.ppt）；请发送申报表或自评表的 Excel 文件。")
    if any(name.startswith("__substg1.0_") for name in names):
        raise Refused("这是 Outlook 邮件（.msg）；请发送邮件里的 Excel 附件。")
    if not names:
        raise Refused("文件不完整或已损坏（OLE2 目录是空的），请重新发送。")
    raise Refused(f"这是 OLE2 文件，但里面没有工作簿；{_AS_XLSX}")


def _legacy_unless_locked(head: bytes) -> str:
    """A FilePass record near the start says that the rest is encrypted."""
    at = 0
    while at + 4 <= len(head):
        record = int.from_bytes(head[at : at + 2], "little")
        if record == 0x2F:
            raise Refused(_PASSWORD)
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return "legacy"


def _refuse_foreign(data: bytes) -> None:
    for magic, reason in _FOREIGN:
        # two letters can begin a text as well
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            raise Refused(reason)
    for magic, version in _BIFF:
        if data.startswith(magic):
            raise Refused(f"这是 {version} 的旧格式工作表，没有外层容器；{_AS_XLSX}")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise Refused(f"这是 WebP 图片；{_PICTURE}")
    if data[4:8] == b"ftyp":
        raise Refused(f"这是 HEIC 图片或视频；{_PICTURE}")


def _marked_up(data: bytes) -> str | None:
    head = _as_ascii(data[:_HEAD])
    if head.startswith(b"<?xml") or _looks_like_xml(head):
        return _xml(head.lower())
    if _HTML.match(head):
        return "html"
    if re.match(rb"\s*(?:mime-version|content-type|from|x-[a-z-]+):", head, re.IGNORECASE) and (
        b"multipart/related" in head.lower()
    ):
        raise Refused(f"这是单个文件网页（.mht）；{_AS_XLSX}")
    return None


def _as_ascii(head: bytes) -> bytes:
    """Markup is ASCII; so that of UTF-16 shows when its zero bytes are left out."""
    for mark, every in ((b"\xff\xfe", slice(2, None, 2)), (b"\xfe\xff", slice(3, None, 2))):
        if head.startswith(mark):
            return head[every].lstrip()
    if head[1:2] == b"\0" and head[:1] == b"<":
        return head[::2]
    if head[:2] == b"\0<":
        return head[1::2]
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _looks_like_xml(head: bytes) -> bool:
    return bool(re.match(rb"<(?:!DOCTYPE\s+(?!html)|[A-Za-z]+:?Workbook\b)", head, re.IGNORECASE))


def _xml(head: bytes) -> str:
    """By the mark that comes first: a page may quote the names of other formats."""
    found = [(head.find(mark), kind) for mark, kind in _XML if mark in head]
    kind = min(found)[1] if found else f"这是 XML 文件，但不是 Excel 保存的 XML 表格；{_AS_XLSX}"
    if kind in ("xml2003", "html"):
        return kind
    raise Refused(kind)


def _plain(data: bytes, suffix: str) -> str:
    text = decode(data)
    if not text.strip():
        raise Refused("文件里只有空白，没有内容；请重新发送。")
    sample = text[:_HEAD]
    if len(_CONTROL.findall(sample)) > 0.01 * len(sample):
        raise Refused(f"认不出这是什么文件（内容不是文字）；{_AS_XLSX}")
    if suffix in _TABLE_NAMES:
        return "delimited"
    lines = [line for line in sample.splitlines()[:_SAMPLE_LINES] if line.strip()]
    marks = (",", ";") if suffix in _TEXT_NAMES else ("\t", ",", ";")
    return "delimited" if any(_is_consistent(lines, mark) for mark in marks) else "text"


def _is_consistent(lines: list[str], mark: str) -> bool:
    """Spreadsheets write every row with the same number of fields; prose never does."""
    if sum(mark in line for line in lines) < 3:
        return False
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return False
    (width, times), *_ = widths.most_common(1)
    return width >= 3 and times >= 0.8 * widths.total()


def _refuse_first(kinds: tuple[tuple[str, str], ...], declared: str) -> None:
    for part, reason in kinds:
        if part in declared:
            raise Refused(reason)
