"""The report of an import as lines for a person: what is alike is said once, and no list is endless."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from servicepoints.services.importing.report import Finding, ImportReport, RowReport
from servicepoints.services.importing.words import change_lines, shortened, taken_for
from servicepoints.sheets.readings import Skipped

T = TypeVar("T")

LISTED = 20
"""Rows of a kind that are listed; the rest is counted."""

_ALIKE = 4
"""So many findings with the same words are said once, with some places."""

_VALUES = 50
"""Odd values of a kind that are shown, each once with all its rows; the rest is counted."""


def report_lines(report: ImportReport) -> Iterator[str]:
    """The report, columns first; `as_json` of the report has every row."""
    yield from _column_lines(report)
    yield from _capped([_row_line("新增", row) for row in report.new], "个新增")
    yield from _capped([_changed_lines(report, row) for row in report.changed], "个有改动")
    yield from _finding_lines("没采用", report.refused)
    yield from _finding_lines("要人看", report.review)
    yield from _skipped_lines(report.skipped)
    n = report.counts
    tense = "试读（没有写入）" if report.dry_run else "导入完成"
    yield (
        f"{tense}：新增{n['new']}个，有改动{n['changed']}个，没变{n['unchanged']}个，"
        f"没采用{n['refused']}行，要人看{n['review']}处"
    )


def _column_lines(report: ImportReport) -> Iterator[str]:
    for sheet, columns in groupby(report.columns, key=lambda column: column.sheet):
        yield f"【{sheet}】各列认作："
        for column in columns:
            header = " ".join(column.header.split()) or "（没有列名）"
            yield f"  {column.letter} {header} → {taken_for(column, report.labels)}"


def _capped(texts: Sequence[str], words: str) -> Iterator[str]:
    yield from texts[:LISTED]
    if len(texts) > LISTED:
        yield f"其余{len(texts) - LISTED}{words}，全部见 --format json"


def _row_line(verdict: str, row: RowReport) -> str:
    return f"{verdict} {row.sheet}第{row.row}行 {row.code} {row.name}".replace("  ", " ")


def _changed_lines(report: ImportReport, row: RowReport) -> str:
    changes = (f"    {line}" for line in change_lines(row.changes, report.labels))
    return "\n".join([_row_line("有改动", row), *changes])


def _finding_lines(verdict: str, findings: Iterable[Finding]) -> Iterator[str]:
    """Findings of the same column with the same words in one piece, others a line each."""
    alike = _gathered(findings, lambda finding: (finding.column, finding.reason, finding.fix))
    lines = []
    for group in alike:
        if len(group) < _ALIKE:
            lines += [f"{verdict} {_place(finding)} —— {_advice(finding)}" for finding in group]
        else:
            lines.append("\n".join(_group_lines(verdict, group)))
    yield from _capped(lines, f"样{verdict}的")


def _group_lines(verdict: str, group: Sequence[Finding]) -> Iterator[str]:
    first = group[0]
    column = f" {first.letter}列“{' '.join(first.column.split())}”" if first.letter else ""
    yield f"{verdict} 共{len(group)}处{column} —— {_advice(first, reading=False)}"
    values = _gathered(group, lambda finding: (finding.value, finding.proposal))
    for same in values[:_VALUES]:
        name = f" {same[0].name}" if len(same) == 1 and same[0].name else ""
        value = f"{shortened(same[0].value)}{_reading(same[0])}：" if same[0].value else ""
        yield f"    {value}{_rows(same)}{name}"
    if len(values) > _VALUES:
        yield f"    其余{len(values) - _VALUES}种写法，全部见 --format json"


def _gathered(items: Iterable[T], key: Callable[[T], object]) -> list[list[T]]:
    groups: dict[object, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _rows(places: Sequence[Finding | Skipped]) -> str:
    """Where they stand, a row once: 台账第5、6、9行."""
    sheets = []
    for sheet, rows in groupby(places[:LISTED], key=lambda place: place.sheet):
        numbers = dict.fromkeys(str(place.row) for place in rows)
        sheets.append(f"{sheet}第{'、'.join(numbers)}行")
    return "；".join(sheets) + (f"等{len(places)}处" if len(places) > LISTED else "")


def _place(finding: Finding) -> str:
    where = f"{finding.sheet}第{finding.row}行" if finding.row else finding.sheet
    named = f"{where} {finding.name}".rstrip()
    column = f" {finding.letter}列“{' '.join(finding.column.split())}”" if finding.letter else ""
    return f"{named}{column}" + (f"：{shortened(finding.value)}" if finding.value else "")


def _reading(finding: Finding) -> str:
    return f"（拟读成 {finding.proposal}）" if finding.proposal else ""


def _advice(finding: Finding, *, reading: bool = True) -> str:
    return (
        finding.reason + (_reading(finding) if reading else "") + (f"。{finding.fix}" if finding.fix else "")
    )


def _skipped_lines(skipped: Iterable[Skipped]) -> Iterator[str]:
    lines = []
    for group in _gathered(skipped, lambda one: one.reason):
        if len(group) < _ALIKE:
            lines += [f"跳过 {_skipped(one)}（{one.reason}）" for one in group]
        else:
            texts = "｜".join(" ".join(one.text.split()) for one in group)
            lines.append(f"跳过 {_rows(group)}：{shortened(texts)}（{group[0].reason}）")
    yield from _capped(lines, "样跳过的")


def _skipped(one: Skipped) -> str:
    where = f"{one.sheet}第{one.row}行" if one.row else f"整张表“{one.sheet}”"
    return f"{where}：{shortened(one.text)}" if one.text else where
