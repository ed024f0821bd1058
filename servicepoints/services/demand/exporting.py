"""The gaps as a file, all of them."""

from servicepoints.services.demand.gaps import Places, gaps, need_words
from servicepoints.services.demand.looking import Looked
from servicepoints.services.exporting.sheet_file import SheetFile, sheet_format
from servicepoints.services.finding import Finding
from servicepoints.sheets.writing import Table

HEADERS = ("格子", "哪里", "什么时候", "找什么", "找了几次", "没找到几次")


def export_gaps(finding: Finding, looked: Looked, places: Places, ending: str) -> SheetFile:
    """The lines of a month as .xlsx or .csv, in the order of the page. InvalidValue for another ending."""
    form = sheet_format(ending)
    rows = [
        (
            gap.cell.name,
            places.of(gap.cell),
            gap.when,
            need_words(finding, gap.need),
            gap.count.asked,
            gap.count.unmet,
        )
        for gap in gaps(looked.counts)
    ]
    notes = f"{looked.month} 小哥找了又没找到的地方；一格约1公里见方，一个月不到5次的不列"
    table = Table(title="哪里缺歇脚点", notes=notes, headers=HEADERS, rows=rows)
    return form.file(f"哪里缺歇脚点{looked.month}", table)
