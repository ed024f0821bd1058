"""What reading yields before it becomes rules: clauses, and what is odd about them."""

from dataclasses import dataclass, field

from servicepoints.domain.hours_text.meanings import Days
from servicepoints.domain.rules import DateRange, Span

ALL_DAY: Span = (0, 1440)


@dataclass(slots=True)
class Clause:
    """What is said of some days: `spans` (empty with `off`), on `dates` (() is the whole year).

    `days` is None when none were named. `rest_of_year`: 其他月份. `noon_open`: 中午不休息. `apart`: a
    full stop or semicolon stands before it.
    """

    days: Days | None = None
    dates: tuple[DateRange, ...] = ()
    rest_of_year: bool = False
    spans: list[Span] = field(default_factory=list)
    off: bool = False
    noon_open: bool = False
    apart: bool = False


@dataclass(slots=True)
class Reading:
    """All clauses of a text in order. `same` are days said to be as usual, `always` is 全年无休.

    `refusals` leave nothing to propose; `doubts` leave a proposal for a person to accept; `notes` change
    nothing. All three are Chinese, for the desk.
    """

    clauses: list[Clause] = field(default_factory=list)
    same: list[Days] = field(default_factory=list)
    always: bool = False
    refusals: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        """Say why it cannot be read at all."""
        if reason not in self.refusals:
            self.refusals.append(reason)

    def doubt(self, reason: str) -> None:
        """Say what a person must look at before the proposal holds."""
        if reason not in self.doubts:
            self.doubts.append(reason)
