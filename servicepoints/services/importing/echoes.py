"""What an export says of a point when nobody edits it: a row that says the same changes and asks nothing.

No sheet can hold all that the register can (a name with a comma in a list of names, a space before a word, an
unread text that waits for a person already). So a row that brings one of our codes is held against the row
that its point would be exported as, read the same way; only what differs from that was said by somebody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.services.importing.reading import Draft, Drafting
from servicepoints.sheets.point_cells import row_of
from servicepoints.sheets.readings import Fields, Problem, Row
from servicepoints.sheets.rows import read_row

Echo = Callable[[Point, Row], Draft]
"""The draft of a point's own row, in the sheet in which another row stands."""


@dataclass(frozen=True, slots=True)
class Echoes:
    """Reads points back as their export would be read."""

    drafting: Drafting
    vocabulary: Vocabulary

    def __call__(self, point: Point, beside: Row) -> Draft:
        """The draft of that point's row in an export, its file named as the file of the row `beside` it."""
        names: Mapping[str, str] = self.drafting.bureaus.names
        written = replace(point, bureau=names.get(point.bureau, point.bureau))
        row = replace(row_of(written, self.vocabulary), about=beside.about, presumed=beside.presumed)
        return self.drafting.draft(row, read_row(row, self.vocabulary, self.drafting.gazetteer))


def unasked(draft: Draft, echo: Draft) -> Draft:
    """The draft without the problems that its point's own row has as well."""
    own = {_problem(problem) for problem in echo.problems}
    return replace(draft, problems=tuple(p for p in draft.problems if _problem(p) not in own))


def said_anew(draft: Draft, echo: Draft) -> Draft:
    """The draft with only what its point's own row does not say."""
    theirs: Mapping[str, object] = {**echo.fields}
    fields = {name: value for name, value in draft.fields.items() if theirs.get(name) != value}
    placed = (draft.district, draft.sub_district) != (echo.district, echo.sub_district)
    return replace(
        draft,
        fields=cast(Fields, fields),
        kind=draft.kind if draft.kind is not echo.kind else None,
        district=draft.district if placed else "",
        sub_district=draft.sub_district if placed else "",
    )


def _problem(problem: Problem) -> tuple[str, str, str]:
    return problem.field, problem.value, problem.reason
