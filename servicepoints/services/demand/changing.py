"""What each change would have served, in words and with the points' names, the most first."""

from dataclasses import dataclass

from servicepoints.catalogue.foreseeing import Asked, Gain, foresee
from servicepoints.domain.demand import ANY, LEAST_SHOWN
from servicepoints.domain.week_hours import ordinary_monday
from servicepoints.register.conditions import AsOf
from servicepoints.services.demand.gaps import Places, need_words
from servicepoints.services.demand.looking import Looked
from servicepoints.services.finding import Finding

UNTIL = {"21": "开到21点", "22": "开到22点", "23": "开到23点", "24": "24小时开"}
"""Until which hour points would stay open, as the page asks."""
USUAL = "23"

MOST_CHANGES, MOST_NEW = 20, 5


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a point, or a new point (no code): `what` is to be done, at `where`, and how many searches
    of the month it would have served, rounded down."""

    served: int
    what: str
    where: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of points that stand, and the most that a new point could serve."""

    standing: tuple[Change, ...]
    new: tuple[Change, ...]


def changes(finding: Finding, looked: Looked, until: str, places: Places, at: AsOf) -> Changes:
    """What to change where, with points open longer until that hour (a key of UNTIL)."""
    asked = Asked(
        monday=ordinary_monday(looked.month, finding.calendar),
        until=int(until) * 60,
        riding=finding.finder.riding,
        today=at.today,
        codes=looked.own,
    )
    gains = [gain for gain in foresee(finding.finder, looked.counts, asked) if gain.served >= LEAST_SHOWN]
    standing = [gain for gain in gains if gain.code][:MOST_CHANGES]
    new = [gain for gain in gains if gain.cell is not None][:MOST_NEW]
    names = {code: point.name for code, point in finding.points([gain.code for gain in standing]).items()}

    def change(gain: Gain) -> Change:
        if gain.cell is not None:
            return Change(int(gain.served), "新设一个点", places.of(gain.cell))
        what = UNTIL[until] if gain.need == ANY else f"有{need_words(finding, gain.need)}"
        return Change(int(gain.served), what, names.get(gain.code, gain.code), gain.code)

    return Changes(tuple(map(change, standing)), tuple(map(change, new)))
