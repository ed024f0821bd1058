"""What an import would do: every row weighed against the standing points before anything is written.

Pure. A dry run shows the plan; a real one carries it out in one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus
from servicepoints.domain.records import record_of
from servicepoints.domain.wording import KIND_WORDS
from servicepoints.register.revisions import Difference, difference
from servicepoints.services.importing.echoes import Echo, said_anew, unasked
from servicepoints.services.importing.matching import Match, Sought, Standing, address_key, name_key, town
from servicepoints.services.importing.merging import ReadHours, kept_pin, merged, new_point
from servicepoints.services.importing.reading import Draft
from servicepoints.services.importing.words import label
from servicepoints.sheets.listing_words import is_planned
from servicepoints.sheets.readings import Problem, Severity

NO_KIND = "没写类型，看不出是哪一类点位"
UNDONE = "录入有误，导入已撤回"
"""Why a point is withdrawn whose import was undone: another import may bring it back, under its code."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something of a row that a person must see. `kind` is `hours`, `value` or `row` (the whole row waits).

    `column` is the header as written; `proposal` a reading of hours that may be accepted.
    """

    kind: str
    field: str
    column: str
    letter: str
    value: str
    reason: str
    fix: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row. `after` is None when it is not taken; `before` is None when the point is new;
    `changes` is {field of the record: (old, new)} of a standing point, `code` the point's once it is stored;
    `claims`: it is nobody's yet, and whoever takes the row takes it over."""

    draft: Draft
    before: Point | None = None
    after: Point | None = None
    doubts: tuple[Doubt, ...] = ()
    refusals: tuple[Doubt, ...] = ()
    changes: Difference = field(default_factory=dict)
    code: str = ""
    claims: bool = False

    @property
    def verdict(self) -> str:
        """`new`, `changed`, `unchanged` or `refused`."""
        if self.after is None:
            return "refused"
        if self.before is None:
            return "new"
        return "changed" if self.changes else "unchanged"


@dataclass
class Planning:
    """Weighs drafts one by one against what stands and against the rows before them."""

    read_hours: ReadHours
    today: date
    echo: Echo | None = None
    _standing: Standing = field(init=False)
    _claimed: dict[tuple[str, ...], Draft] = field(init=False)
    _new_names: dict[tuple[str, str], list[Draft]] = field(init=False)

    def outcomes(self, drafts: Iterable[Draft], standing: Standing) -> list[Outcome]:
        """One outcome a row, in the order of the rows."""
        self._standing, self._claimed, self._new_names = standing, {}, defaultdict(list)
        return [self._outcome(draft) for draft in drafts]

    def _outcome(self, draft: Draft) -> Outcome:
        own = self._standing.by_code.get(draft.code) if draft.problems and draft.code else None
        if own is not None and self.echo is not None:
            draft = unasked(draft, self.echo(own, draft.row))
        doubts = tuple(_doubt(p) for p in draft.problems if p.severity is Severity.REVIEW)
        if draft.refused:
            refusals = tuple(_doubt(p) for p in draft.problems if p.severity is Severity.REFUSE)
            return Outcome(draft, doubts=doubts, refusals=refusals)
        if not draft.name and not draft.code:
            return _refused(draft, doubts, "name", "没有名称，也没有编号", "写上名称")
        match = self._match(draft)
        if match is None:
            fix = "查对编号；新点位不用写编号，按名称和地址认"
            return _refused(draft, doubts, "code", "登记库里没有这个编号的点位，或不归这个局管", fix)
        if match.rivals:
            rivals = "、".join(
                f"{point.code} {point.name}（{point.address or '没有地址'}）" for point in match.rivals
            )
            reason = f"对得上的点位不止一个：{rivals}"
            return _refused(draft, doubts, "name", reason, "写上编号，或把地址写全")
        if match.point is None and draft.fields.get("listing") is Listing.WITHDRAWN:
            reason = f"台账里写着“{draft.fields['listing_reason']}”，没有当新点位加进来"
            fix = "还在用的话，去掉这几个字（搬了的，改成新地址）再导入"
            return _refused(draft, doubts, "name", reason, fix)
        first = self._claimed.setdefault(_identity(draft, match.point), draft)
        if first is draft and match.point is None:
            first = self._vague_namesake(draft) or draft
        if first is not draft:
            return _repeated(draft, doubts, first)
        return self._taken(draft, match.point, doubts)

    def _vague_namesake(self, draft: Draft) -> Draft | None:
        """An earlier row of the same name that nothing tells apart, as one of them has no address."""
        earlier = self._new_names[draft.bureau, name_key(draft.name)]
        for other in earlier:
            both = draft.fields.get("address") and other.fields.get("address")
            if not both and (draft.district == other.district or "" in (draft.district, other.district)):
                return other
        earlier.append(draft)
        return None

    def _match(self, draft: Draft) -> Match | None:
        """The match of a row; None if it brings a code that nothing of its bureau has."""
        if draft.code:
            point = self._standing.by_code.get(draft.code)
            if point is None or (draft.bureau and point.bureau not in ("", draft.bureau)):
                return None
            return Match(point)
        address = draft.fields.get("address", "")
        return self._standing.match(
            Sought(draft.code, draft.name, address, draft.district, draft.bureau, draft.sub_district)
        )

    def _taken(self, draft: Draft, before: Point | None, doubts: tuple[Doubt, ...]) -> Outcome:
        gone = before if before is not None and before.listing is Listing.WITHDRAWN else None
        if gone and draft.fields.get("listing") is Listing.WITHDRAWN:
            return Outcome(draft, gone, gone, doubts, code=gone.code)
        back = gone is not None and gone.listing_reason == UNDONE
        if gone and not back:
            reason = f"{gone.code} 已经撤点，台账里又有它，没有改动"
            again = Doubt("value", "name", *draft.column("name"), draft.name, reason, "要恢复请在后台点恢复")
            return Outcome(draft, gone, gone, (*doubts, again), code=gone.code)
        doubts = (*doubts, *_listing_doubt(before, draft))
        if before is not None:
            after, asked = self._merged(before, draft)
            if ends := _life_refusal(before, after, draft):
                return Outcome(draft, doubts=doubts, refusals=(ends,))
            after = replace(after, listing=Listing.LISTED, listing_reason="") if back else after
            doubts = (*doubts, *_pin_doubt(before, draft), *asked)
            changes = {} if after == before else difference(record_of(before), record_of(after))
            return Outcome(draft, before, after if changes else before, doubts, (), changes, before.code)
        after = new_point(draft, draft.kind or Kind.UNKNOWN, self.read_hours, self.today)
        doubts = (*doubts, *_kind_doubt(after), *_guessed_kind(draft), *_hours_doubts(draft, after))
        return Outcome(draft, None, after, doubts)

    def _merged(self, before: Point, draft: Draft) -> tuple[Point, list[Doubt]]:
        """The standing point with what the row says of it, and what of that is to be asked: of a row with one
        of our codes, only what its export would not say."""
        after = merged(before, draft, self.read_hours, self.today)
        if draft.code and self.echo is not None:
            if after != before:
                after = merged(
                    before, said_anew(draft, self.echo(before, draft.row)), self.read_hours, self.today
                )
            same = (after.schedule, after.spaces, after.kind) == (before.schedule, before.spaces, before.kind)
            if same:
                return after, []
        return after, [*_kind_doubt(after), *_hours_doubts(draft, after)]


def _identity(draft: Draft, point: Point | None) -> tuple[str, ...]:
    if point is not None:
        return (point.code,)
    address = address_key(draft.fields.get("address", ""), draft.district)
    place = (address, town(draft.sub_district)) if address else (draft.district, draft.sub_district)
    return (draft.bureau, name_key(draft.name), *place)


def _repeated(draft: Draft, doubts: tuple[Doubt, ...], first: Draft) -> Outcome:
    """A row that speaks of the same point as an earlier one: the earlier one counts."""
    known: Mapping[str, object] = {**first.fields, **_same_words(draft, first)}
    others = [name for name, value in draft.fields.items() if known.get(name) != value]
    if not others:
        reason = f"和{first.where}是同一个点位，没有别的内容，只算一次"
        return _refused(draft, doubts, "name", reason, "删掉一行")
    what = "、".join(label(name) for name in others)
    reason = f"和{first.where}是同一个点位，{what}却不一样，按{first.where}算"
    return _refused(draft, doubts, "name", reason, "留一行；要是两个点位，把地址写清楚")


def _same_words(draft: Draft, first: Draft) -> Mapping[str, object]:
    """Name and address of a row that says another's in other words (上海市黄浦区示例路1号, 示例路１号)."""
    same: dict[str, object] = {}
    if name_key(draft.name) == name_key(first.name):
        same["name"] = draft.name
    here, there = (address_key(d.fields.get("address", ""), d.district) for d in (draft, first))
    if here and here == there:
        same["address"] = draft.fields.get("address")
    return same


def _refused(draft: Draft, doubts: tuple[Doubt, ...], name: str, reason: str, fix: str) -> Outcome:
    value = draft.code if name == "code" else draft.name
    return Outcome(
        draft, doubts=doubts, refusals=(Doubt("row", name, *draft.column(name), value, reason, fix),)
    )


def _doubt(problem: Problem) -> Doubt:
    kind = "row" if problem.severity is Severity.REFUSE else "value"
    return Doubt(
        kind, problem.field, problem.header, problem.column, problem.value, problem.reason, problem.fix
    )


def _kind_doubt(after: Point) -> Sequence[Doubt]:
    """Of what sort a place is decides who is let in, so nobody guesses: it waits for the bureau."""
    if after.kind is not Kind.UNKNOWN:
        return ()
    fix = "加一列“类型”，写：" + "、".join(
        word for kind, word in KIND_WORDS.items() if kind is not Kind.UNKNOWN
    )
    return (Doubt("value", "kind", "", "", "", NO_KIND, fix),)


def _guessed_kind(draft: Draft) -> Sequence[Doubt]:
    if not draft.kind_from or draft.kind is None:
        return ()
    reason = f"没写类型，按“{draft.kind_from}”记成{KIND_WORDS[draft.kind]}"
    return (Doubt("value", "kind", "", "", "", reason, "不对的话，加一列“类型”写上"),)


def _listing_doubt(before: Point | None, draft: Draft) -> Sequence[Doubt]:
    """A row that says its place is gone or shut for now: a person, not a roster, withdraws what stands."""
    words = draft.fields.get("listing_reason", "")
    if not words or (before is not None and before.listing is not Listing.LISTED):
        return ()
    if before is None:
        yet = "，还没建好" if is_planned(words) else ""
        reason, fix = f"台账里写着“{words}”{yet}，先记成临时关门", "已经开了，就在后台恢复"
    else:
        reason = f"台账里写着“{words}”，登记库里还是开着的，没有改动"
        fix = "真的撤了，在后台撤点；搬了，改地址；只是停几天，在后台写临时关门"
    said = (
        (cell.header, cell.column)
        for cells in draft.row.values.values()
        for cell in cells
        if words in cell.text
    )
    return (Doubt("value", "listing", *next(said, ("", "")), words, reason, fix),)


def _life_refusal(before: Point, after: Point, draft: Draft) -> Doubt | None:
    """Of a row that gives only one end of a point's life: it must fit the other, which stands."""
    first, last = after.valid_from, after.valid_to
    if (first, last) == (before.valid_from, before.valid_to) or not (first and last and last < first):
        return None
    name, value = ("valid_to", last) if "valid_to" in draft.fields else ("valid_from", first)
    reason = f"有效期止（{last}）比有效期起（{first}）还早，其中一个登记库里已经有"
    return Doubt("row", name, *draft.column(name), str(value), reason, "有效期起、有效期止两列都写上")


def _pin_doubt(before: Point, draft: Draft) -> Sequence[Doubt]:
    away = kept_pin(before, draft)
    if away is None:
        return ()
    reason = f"和人工确认过的位置差{away:.0f}米，没有改动"
    fix = "要改请在地图上重新标点，或在“位置依据”写“标点”"
    said = draft.fields["position"]
    value = f"{said.latitude:.6f}, {said.longitude:.6f}"
    return (Doubt("value", "position", *draft.column("latitude"), value, reason, fix),)


def _hours_doubts(draft: Draft, after: Point) -> list[Doubt]:
    """The texts of hours in this row that were not read, the point's own and its spaces'."""
    found = []
    if "hours" in draft.fields and after.schedule.status is ScheduleStatus.REVIEW:
        stated = next((name for name in ("hours", "opens", "closes") if name in draft.row.values), "hours")
        found.append(_hours_doubt(draft, stated, after.schedule))
    if "spaces" in draft.fields:
        found += [
            _hours_doubt(draft, "spaces", space.schedule, f"{space.name}：")
            for space in after.spaces
            if space.schedule and space.schedule.status is ScheduleStatus.REVIEW
        ]
    return found


def _hours_doubt(draft: Draft, name: str, schedule: Schedule, of: str = "") -> Doubt:
    reason = of + ("；".join(schedule.reasons) or "没有读懂")
    rewrite = "改写成“周一至周五8:30-17:00”这样"
    fix = f"核对拟用的读法，或{rewrite}" if schedule.proposal else rewrite
    return Doubt("hours", name, *draft.column(name), schedule.text, reason, fix, schedule.proposal)
