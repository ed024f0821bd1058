"""What reading yields before it becomes rules: clauses, and what is odd about them."""

from dataclasses import dataclass, field

from servicepoints.domain.hours_text.meanings import Days
from servicepoints.domain.rules import DateRange, Span

ALL_DAY: Span = (0, 1440)

Dates = tuple[DateRange, ...]


@dataclass(slots=True)
class Clause:
    """What is said of some days: open in `spans`, or `off`, on `dates` (() is the whole year).

    `days` is None when none were named. `rest_of_year`: 其他月份. `inherited`: its dates are those of the
    clause before it. `season`: 夏季, as long as its dates are not said. `said`: the words for its days and
    dates; `loose`: more of them than a list joins; `apart`: a full stop or semicolon stands before them.
    `broken`: hours were said that make no sense. `by_part`: all its spans stand with their part of the day
    (下午13:30-17:00). `within`: it was said inside another clause, between the days and the hours of that.
    """

    days: Days | None = None
    dates: Dates = ()
    rest_of_year: bool = False
    inherited: bool = False
    season: str = ""
    said: str = ""
    loose: bool = False
    apart: bool = False
    spans: list[Span] = field(default_factory=list)
    broken: bool = False
    by_part: bool = True
    off: bool = False
    noon_open: bool = False
    within: bool = False

    def say(self, text: str) -> None:
        """Remember words for its days or dates."""
        self.said = f"{self.said}、{text}" if self.said else text

    @property
    def complete(self) -> bool:
        """Whether it says what its days and dates are for."""
        return bool(self.spans) or self.off or self.broken

    @property
    def own_dates(self) -> bool:
        """Whether dates were said in it."""
        return bool(self.rest_of_year or self.dates) and not self.inherited

    @property
    def of_one_year(self) -> bool:
        """Whether its dates have their year."""
        return bool(self.dates) and self.dates[0].first.year > 0


@dataclass(slots=True)
class Reading:
    """All clauses of a text in order. `same` are days said to be as usual, `always` is 全年无休, `later`:
    what holds on holidays will be announced.

    `refusals` leave nothing to propose; `gaps` are what then is missing, told only where nothing was refused;
    `doubts` leave a proposal for a person to accept; `notes` change nothing. All are Chinese, for the desk.
    """

    clauses: list[Clause] = field(default_factory=list)
    same: list[Days] = field(default_factory=list)
    always: bool = False
    later: bool = False
    refusals: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def opened(self) -> list[Clause]:
        """The clauses that say when it is open."""
        return [c for c in self.clauses if not c.off]

    def refuse(self, reason: str) -> None:
        """Say why it cannot be read at all."""
        if reason not in self.refusals:
            self.refusals.append(reason)

    def miss(self, reason: str) -> None:
        """Say what is missing."""
        if reason not in self.gaps:
            self.gaps.append(reason)

    def note(self, reason: str) -> None:
        """Say what changes nothing."""
        if reason not in self.notes:
            self.notes.append(reason)

    def doubt(self, reason: str) -> None:
        """Say what a person must look at before the proposal holds."""
        if reason not in self.doubts:
            self.doubts.append(reason)
