"""What kind of file some bytes are, and whether they are safe to read.

Looks at the content, not at the name, before any parser does: too big, packed too tight, encrypted, with
macros, or no table at all ends in an `UnreadableSheet` that says what to do.
"""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.extent import check_cells
from servicepoints.sheets.limits import SAVE_AS, broken
from servicepoints.sheets.markup import parse_xml
from servicepoints.sheets.unseen import Unseen, unseen_in

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2000

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
# the attributes of a cell are short: else one without an end would be read on and on from each place in it
_ERROR_CELL = re.compile(rb'<(?:\w{1,16}:)?c\s[^<>]{0,300}?r="([A-Z]{1,3}\d{1,7})"[^<>]{0,300}?\bt="e"')
_FORMULA_CELL = re.compile(
    rb'<(?:\w{1,16}:)?c\s(?![^<>]{0,300}\bt="str")[^<>]{0,300}?r="([A-Z]{1,3}\d{1,7})"[^<>]{0,300}>\s*'
    rb"<(?:\w{1,16}:)?f\b(?:[^<>]{0,300}/>|[^<>]{0,300}>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without its value, as programs write that do not calculate; with `t="str"` the value is ""."""
_FOREIGN = (
    (b"%PDF", "这是 PDF"), (b"\x89PNG", "这是图片"), (b"\xff\xd8\xff", "这是图片"), (b"GIF8", "这是图片"),
    (b"Rar!", "这是压缩包"), (b"7z\xbc\xaf", "这是压缩包"), (b"\x1f\x8b", "这是压缩包"),
    (b"{\\rtf", "这是文字文档"), (b"SQLite format 3", "这是数据库文件"),
)  # fmt: skip


def refuse_large(size: int) -> None:
    """UnreadableSheet for a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise UnreadableSheet(
            f"文件超过 {MOST_BYTES // 1024 // 1024} MB。请删掉图片和多余的表，或者分成几个文件"
        )


def sniff(data: bytes) -> str:
    """`xlsx`, `ods`, `xls` or `csv`, by what the bytes are.

    Raises UnreadableSheet for everything else, and for what is too big or unsafe.
    """
    if not data.strip():
        raise UnreadableSheet("文件是空的。请重新保存，或者换一个文件")
    refuse_large(len(data))
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableSheet(f"{what}，不是表格。请导入 .xlsx、.xls、.ods 或 .csv")
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise UnreadableSheet(f"这个文件其实是网页，只是名字像表格。{SAVE_AS}")
    return "csv"


def check_name(filename: str, data: bytes) -> None:
    """Raises UnreadableSheet for a file that is something else than its name says, or that brings macros.

    For files that people send in: who finds a .csv behind .xlsx has the wrong file, or saved it wrongly.
    """
    ending = filename.rpartition(".")[2].lower()
    if ending in ("xlsm", "xltm") or _wide("_VBA_PROJECT_CUR") in data:
        raise UnreadableSheet("文件带有宏，不读。请另存为“Excel 工作簿（.xlsx）”再导入")
    kind = sniff(data)
    if ending in ("xlsx", "xls", "ods", "csv") and ending != kind:
        raise UnreadableSheet(f"文件名是 .{ending}，里面其实是 .{kind}，可能改过名字。{SAVE_AS}")


def _compound(data: bytes) -> str:
    """The old binary container: .xls, or an encrypted .xlsx in disguise."""
    if _wide("EncryptedPackage") in data:
        raise UnreadableSheet("文件加了密码，读不了。请去掉密码（文件 → 信息 → 保护工作簿）再导入")
    if _wide("Workbook") in data or _wide("Book") in data:
        return "xls"
    raise UnreadableSheet(f"这个文件不是表格（可能是 Word 或 PPT）。{SAVE_AS}")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _packed(data: bytes) -> str:
    names = {entry.filename for entry in _entries(data)}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableSheet("文件带有宏（.xlsm），不读。请另存为“Excel 工作簿（.xlsx）”再导入")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        raise UnreadableSheet(f"这是 .xlsb，读不了。{SAVE_AS}")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableSheet("这是 Word 或 PPT 文档，不是表格。请导入 .xlsx、.xls、.ods 或 .csv")
    raise UnreadableSheet("这是压缩包或者坏了的文件，不是表格。请导入 .xlsx、.xls、.ods 或 .csv")


def _entries(data: bytes) -> list[ZipInfo]:
    """The parts of the archive, none of them a bomb by what the directory declares."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, struct.error, NotImplementedError, OSError) as error:
        raise broken() from error
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise UnreadableSheet(f"文件解开后太大，不读。{SAVE_AS}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableSheet("文件加了密码，读不了。请去掉密码再导入")
    return entries


def each_part(data: bytes, look: Callable[[str, bytes], None]) -> None:
    """Unpack every part, never beyond its declared size, and hand it to `look(name, content)`.

    A part that holds more than it declares is a bomb: the parsers that come after us would unpack it whole.
    """
    for entry in _entries(data):
        look(entry.filename, _unpacked(data, entry))


def _unpacked(data: bytes, entry: ZipInfo) -> bytes:
    start = entry.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise broken()
    name_length, extra_length = struct.unpack("<HH", data[start + 26 : start + 30])
    start += 30 + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        return packed
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(packed, entry.file_size + 1)
    except zlib.error as error:
        raise broken() from error
    if len(content) != entry.file_size or inflater.unconsumed_tail:
        raise broken()
    return content


def marks_by_sheet(data: bytes) -> tuple[dict[str, list[str]], dict[str, Unseen]]:
    """What calamine does not tell of an .xlsx, by sheet: the cells (as A1 names) that hold an error (#REF!)
    or a formula that nobody worked out, which it shows as blank; and what is unseen.

    On the way, refuses cells beyond what a roster can have; any part may be a sheet, whatever it is called.
    """
    failed: dict[str, list[str]] = {}
    hiding: dict[str, bytes] = {}
    parts: dict[str, bytes] = {}
    filters: list[str] = []

    def look(name: str, content: bytes) -> None:
        check_cells(content)
        if name == "xl/workbook.xml":
            parts[name] = content
        cells = _ERROR_CELL.findall(content) if b't="e"' in content else []
        cells += _FORMULA_CELL.findall(content) if b"<f" in content or b":f" in content else []
        if cells:
            failed[name] = [cell.decode() for cell in cells]
        if b"hidden=" in content:
            hiding[name] = content
        if name.startswith("xl/tables/") and b"filterColumn" in content:
            filters.append(name)

    each_part(data, look)
    names = _sheet_names(data, parts.get("xl/workbook.xml", b"")) if failed or hiding else {}
    unseen = {
        names[part]: unseen_in(content, filtered=bool(filters) and b"tablePart" in content)
        for part, content in hiding.items()
        if part in names
    }
    return {names[part]: cells for part, cells in failed.items() if part in names}, unseen


def _sheet_names(data: bytes, workbook: bytes) -> dict[str, str]:
    """The names of sheets by their parts, as the workbook relates them."""
    with ZipFile(BytesIO(data)) as archive:
        try:
            relations = archive.read("xl/_rels/workbook.xml.rels")
        except KeyError:
            return {}
    targets = dict(_attributes(relations, "Relationship", "Id", "Target"))
    names = _attributes(workbook, "sheet", "name", _RELATION)
    return {f"xl/{targets.get(id, '').removeprefix('/xl/')}": name for name, id in names}


def _attributes(xml: bytes, tag: str, first: str, second: str) -> list[tuple[str, str]]:
    """The two attributes of each element of that name, whatever its namespace."""
    pairs: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.split(" ")[-1] == tag:
            pairs.append((attributes.get(first, ""), attributes.get(second, "")))

    parse_xml(xml, start)
    return pairs
