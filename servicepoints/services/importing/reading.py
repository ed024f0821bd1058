"""A roster's rows made ready to be matched: whose they are, where they stand, what is wrong with them.

`sheets` reads each cell for itself; here the cells of a row are held against each other, against its address
and against the bureaus that the register knows.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from servicepoints.domain.addresses import Address
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.house_numbers import stand_in
from servicepoints.domain.points import Kind
from servicepoints.services.importing.privacy import exposed
from servicepoints.sheets.readings import Fields, Problem, Row, RowReading, Severity

_AREA = re.compile("[区县镇乡]|街道")
_SUB_DISTRICTS = ("街道", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row, ready. `bureau` is a slug or ""; `district` and `sub_district` are names or "" where nothing
    says them."""

    row: Row
    code: str
    name: str
    bureau: str
    district: str
    sub_district: str
    fields: Fields
    said: frozenset[str]
    kind: Kind | None
    problems: tuple[Problem, ...]
    kind_from: str = ""
    """The words of header or title that the kind was taken from, "" where the row says it."""

    @property
    def sheet(self) -> str:
        """The sheet it stands in."""
        return self.row.sheet

    @property
    def number(self) -> int:
        """Its Excel row number."""
        return self.row.number

    def column(self, field: str) -> tuple[str, str]:
        """The header and letter of a field's column, ("", "") if the roster has none."""
        cells = self.row.values.get(field, ())
        return (cells[0].header, cells[0].column) if cells else ("", "")

    def raw(self) -> dict[str, str]:
        """The row as written, {header: text}, ticks included."""
        cells = [
            cell for group in (self.row.values, self.row.ticks) for cells in group.values() for cell in cells
        ]
        return {cell.header or cell.column: cell.text for cell in cells}

    @property
    def refused(self) -> bool:
        """Whether the row cannot be taken as it is."""
        return any(problem.severity is Severity.REFUSE for problem in self.problems)

    @property
    def where(self) -> str:
        """Where a person finds it."""
        return f"{self.sheet}第{self.number}行"


@dataclass(frozen=True)
class Bureaus:
    """The bureaus' names by slug, and the one a roster is imported for ("" when it is nobody's in
    particular)."""

    names: Mapping[str, str]
    importing: str = ""

    def slug(self, written: str) -> str | None:
        """The slug of a bureau as rosters write it (slug, full name, 黄浦局), or None."""
        text = written.strip()
        stem = text.removesuffix("邮政管理局").removesuffix("局").removesuffix("区")
        for slug, name in self.names.items():
            if text in (slug, name) or stem == name.removesuffix("邮政管理局"):
                return slug
        return None


@dataclass(frozen=True)
class Drafting:
    """What turning readings into drafts needs; `read_address` may remember its answers."""

    bureaus: Bureaus
    gazetteer: Gazetteer
    read_address: Callable[[str], Address]
    today: date

    def draft(self, row: Row, reading: RowReading) -> Draft:
        """The row, held against itself."""
        fields = reading.fields.copy()
        bureau, problems = self._bureau(row, fields)
        district, sub_district, doubts = self._place(row, fields)
        return Draft(
            row=row,
            code=fields.get("code", ""),
            name=fields.get("name", ""),
            bureau=bureau,
            district=district,
            sub_district=sub_district,
            problems=(
                *reading.problems,
                *problems,
                *doubts,
                *_swapped(row, fields),
                *_incomplete(row, fields),
                *self._dates(row, fields),
                *exposed(row, fields),
            ),
            fields=fields,
            said=reading.said,
            kind=fields.get("kind") or reading.inferred_kind,
            kind_from=reading.inferred_from,
        )

    def _bureau(self, row: Row, fields: Fields) -> tuple[str, list[Problem]]:
        written = fields.get("bureau", "")
        if not written:
            return self.bureaus.importing, []
        slug = self.bureaus.slug(written)
        if slug is None:
            known = "、".join(self.bureaus.names.values()) or "（登记库里还没有邮政管理局）"
            fix = f"写其中一个：{known}"
            return "", [problem(row, "bureau", written, "没有这个邮政管理局", fix, Severity.REFUSE)]
        if self.bureaus.importing and slug != self.bureaus.importing:
            ours = self.bureaus.names.get(self.bureaus.importing, self.bureaus.importing)
            reason = f"这次导入的是{ours}的台账，只能改{ours}的点位"
            return slug, [
                problem(row, "bureau", written, reason, "去掉这一行，或换成那个局来导入", Severity.REFUSE)
            ]
        return slug, []

    def _place(self, row: Row, fields: Fields) -> tuple[str, str, list[Problem]]:
        """(district, sub-district, doubts): columns and headings first, then the address."""
        text = fields.get("address", "")
        sub_district = fields.get("sub_district", "")
        known = (
            self.gazetteer.sub_district(sub_district, fields.get("district", "")) if sub_district else None
        )
        if known and not _AREA.search(text.replace(known.district, "", 1)):
            return known.district, known.name, []  # the address cannot say otherwise: spare its reading
        address = self.read_address(text)
        district = fields.get("district", "") or address.district
        presumed, presumed_sub = row.presumed
        doubts = []
        if not district:
            district = presumed
        elif presumed not in ("", district) and "district" not in fields:
            reason = f"标题或文件名里是{presumed}，地址里却是{district}，按地址算"
            doubts.append(problem(row, "address", text, reason, "查一下在哪个区"))
        elif presumed_sub and not sub_district and address.sub_district not in ("", presumed_sub):
            reason = f"标题或文件名里是{presumed_sub}，地址里却是{address.sub_district}，按地址算"
            doubts.append(problem(row, "address", text, reason, "查一下在哪个街道"))
        if odd := self._elsewhere(district, sub_district, address):
            doubts.append(problem(row, "address", text, odd, "查一下在哪个区、哪个街道，改其中一处"))
        if not sub_district:
            sub_district = address.sub_district or (presumed_sub if district == presumed else "")
        if not sub_district:
            return district, "", doubts
        found = self.gazetteer.sub_district(sub_district, district)
        if found is None:
            doubts.append(self._no_sub_district(row, district, sub_district))
            return district, "", doubts
        return found.district, found.name, doubts

    def _elsewhere(self, district: str, sub_district: str, address: Address) -> str:
        """Why the address does not stand where the row's cells or its heading say, or ""."""
        if address.district and address.district != district:
            there = address.district + address.sub_district
            return f"表里写的是{district}{sub_district}，地址里却是{there}"
        here = self.gazetteer.sub_district(sub_district, district)
        if here and address.sub_district and address.sub_district != here.name:
            return f"表里写的是{here.name}，地址里却是{address.sub_district}"
        return ""

    def _no_sub_district(self, row: Row, district: str, named: str) -> Problem:
        if named.endswith(_SUB_DISTRICTS):
            reason, fix = f"{district or '上海'}没有{named}", "查一下是哪个区、哪个街道"
        else:
            reason = f"“{named}”不是街道、镇、乡，街道先空着"
            fix = "写所在的街道、镇或乡；没有就不用管，开发区、园区写在地址里"
        return problem(row, "sub_district", named, reason, fix)

    def _dates(self, row: Row, fields: Fields) -> list[Problem]:
        problems = []
        first, last = fields.get("valid_from"), fields.get("valid_to")
        if first and last and last < first:
            reason, fix = f"有效期止比有效期起（{first}）还早", "看看是不是写反了"
            problems.append(problem(row, "valid_to", str(last), reason, fix, Severity.REFUSE))
        checked = fields.get("checked_on")
        if checked and checked > self.today:
            fields.pop("checked_on")
            problems.append(problem(row, "checked_on", str(checked), "核实日期还没到", "写实际去看过的那天"))
        return problems


def _incomplete(row: Row, fields: Fields) -> list[Problem]:
    """Says that an address has a stand-in for its number or road: nobody finds a place by it."""
    found = stand_in(fields.get("address", ""))
    if not found:
        return []
    reason = f"地址里的“{found}”不是真的路名或门牌号，自动定位不会用这个地址"
    return [problem(row, "address", fields["address"], reason, "写上真的路名和门牌号")]


def _swapped(row: Row, fields: Fields) -> list[Problem]:
    """Says that `sheets` took latitude and longitude the other way round: no latitude is over 90."""
    if "position" not in fields:
        return []
    for name in ("latitude", "latitude_gcj02", "latitude_bd09", "latitude_unknown"):
        for cell in row.values.get(name, ()):
            if re.match(r"\s*1\d\d(?:\D|$)", cell.text):
                reason = "经度和纬度写反了，已经对调过来用"
                return [problem(row, name, cell.text, reason, "把两列换过来")]
    return []


def problem(
    row: Row, field: str, value: str, reason: str, fix: str, severity: Severity = Severity.REVIEW
) -> Problem:
    """A problem of one field of a row, pointing at its column if the roster has one."""
    cells = row.values.get(field, ())
    column, header = (cells[0].column, cells[0].header) if cells else ("", "")
    return Problem(field, column, header, value, reason, fix, severity)
