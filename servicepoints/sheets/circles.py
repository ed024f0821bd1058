"""What ○ means in a sheet: clerks write it for yes, for no, and for a third thing."""

from servicepoints.sheets import markers
from servicepoints.sheets.headers import AMENITY
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import Sheet

CIRCLES = frozenset("○〇◯")
_YES_MARKS = frozenset("√✓✔☑有是")
_FILLED = "●"


def circle_of(sheet: Sheet, layout: Layout) -> bool | None:
    """What ○ means in this sheet: a legend's word for it, else by the marks it stands beside.

    Alone, or only with ×, it is the mark for yes; beside ● it is the hollow one, no. Beside √ it is a third
    thing that nobody explained: None, and a person decides.
    """
    columns = [taken.index for taken in layout.taken if taken.field.startswith(AMENITY)]
    if not columns:
        return None
    for row in sheet.values:
        for value in row:
            if isinstance(value, str) and len(value) > 3 and CIRCLES & set(value):
                said = markers.circle_meaning(value)
                if said is not None or markers.is_legend(value):
                    return said
    marks = {row[i] for row in sheet.values[layout.last + 1 :] for i in columns if isinstance(row[i], str)}
    return _by_neighbours({str(mark).strip() for mark in marks})


def _by_neighbours(marks: set[str]) -> bool | None:
    if not marks & CIRCLES:
        return None
    if marks & _YES_MARKS:
        return None
    return _FILLED not in marks
