"""Headings between rows (黄浦区（8个）, 二、外滩街道, 三、快递网点): what they say of those under them."""

import re
from dataclasses import dataclass
from enum import Enum
from unicodedata import normalize

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.counting import stated_count
from servicepoints.sheets.words import KIND, kind_in, read_word

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|类)|[（(]?[一二三四五六七八九十\d]+[)）、.．])\s*"
)
_LABEL = re.compile(r"^(?:所属|所在|行政)?(?:区[县域划]?|街道|街镇|片区|类型|类别)[:：]")
_MARKS = "【】[]〔〕<>《》●■◆▲★☆※*◎○-—_·"
_COUNT = re.compile(r"[（(【\[].*?[)）】\]]|共?计?\s*\d+\s*[个家处座所]?$|[:：、]+$")
_OF_PLACES = re.compile(
    "职工|爱心|接力|驿站|站点|点位|服务|党群|歇脚|一览|汇总|名单|台账|清单|情况|明细|网点"
)
_AREA = re.compile(r"(?:街道|[镇乡]|园区|工业区|开发区|社区)$")
_OF_LEVEL = re.compile("^(?:全?[市区县]级?|街道级?|街镇级?|镇级?|各类|其他|其它)")
_LONGEST_TITLE = 20


class Level(Enum):
    """What a heading groups rows by."""

    DISTRICT = "district"
    SUB_DISTRICT = "sub_district"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its place ("" where it says none), the words of its kind, how many rows it states."""

    level: Level
    district: str = ""
    sub_district: str = ""
    kind: str = ""
    stated: int | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    heading: Heading
    at: int
    rows: int


@dataclass(frozen=True, slots=True)
class Miscount:
    """A heading (by the place where it was put down) that states another number of rows than are under it."""

    at: int
    stated: int
    found: int


class Headings:
    """The headings that a row stands under, from the outermost in.

    A heading ends those of its own level and all that came after them, so either order works: kinds within
    districts, or districts within kinds. Under `district` stands the whole sheet.
    """

    def __init__(self, district: str = "") -> None:
        self._sheet = district
        self._open: list[_Open] = []

    @property
    def place(self) -> tuple[str, str]:
        """(district, sub-district), "" where no heading says it."""
        placed = [one.heading for one in self._open if one.heading.level is not Level.KIND]
        district = placed[-1].district if placed else ""
        return (district or self._sheet), (placed[-1].sub_district if placed else "")

    @property
    def kind(self) -> str:
        """The words of the kind, "" for none."""
        return next((one.heading.kind for one in self._open if one.heading.kind), "")

    @property
    def district(self) -> str:
        """The district that a heading of districts, or the sheet's name, says."""
        districts = [o.heading.district for o in self._open if o.heading.level is Level.DISTRICT]
        return districts[-1] if districts else self._sheet

    def enter(self, heading: Heading, at: int, rows: int) -> list[Miscount]:
        """A heading put down at `at`, with so many rows above it; gives the miscounts of those it ends."""
        cut = next((i for i, one in enumerate(self._open) if _ends(heading, one.heading)), len(self._open))
        wrong = self._close(cut, rows)
        self._open.append(_Open(heading, at, rows))
        return wrong

    def leave(self, rows: int) -> list[Miscount]:
        """The end of all headings: of the sheet, or because one follows that nobody understands."""
        return self._close(0, rows)

    def _close(self, cut: int, rows: int) -> list[Miscount]:
        ended, self._open = self._open[cut:], self._open[:cut]
        return [
            Miscount(one.at, one.heading.stated, rows - one.rows)
            for one in ended
            if one.heading.stated not in (None, rows - one.rows)
        ]


def _ends(new: Heading, old: Heading) -> bool:
    if new.level is old.level or (new.level, old.level) == (Level.DISTRICT, Level.SUB_DISTRICT):
        return True
    other = new.district not in ("", old.district)
    return (new.level, old.level) == (Level.SUB_DISTRICT, Level.DISTRICT) and other


def heading_of(text: str, district: str, gazetteer: Gazetteer) -> Heading | None:
    """The heading that a text is, or None.

    `district` is the one under which it stands, for sub-districts of a name that two districts have. One that
    ends like a sub-district but is none that we know groups rows too: which, nobody knows.
    """
    whole = normalize("NFKC", text).strip()
    plain = bare(whole)
    stated = stated_count(whole)
    found = gazetteer.district(plain)
    if found:
        return Heading(Level.DISTRICT, found.name, stated=stated)
    whose = next((d.name for d in gazetteer.districts if plain.startswith(d.name)), "")
    within = plain.removeprefix(whose)
    named = gazetteer.sub_district(within, whose or district) or gazetteer.sub_district(plain)
    if named:
        return Heading(Level.SUB_DISTRICT, named.district, named.name, stated=stated)
    title = stated_district(plain, gazetteer)
    starts = title and len(plain) <= _LONGEST_TITLE and _OF_PLACES.search(plain)
    if starts and plain.startswith(title[:2]):
        return Heading(Level.DISTRICT, title, kind=plain if kind_in(plain) else "", stated=stated)
    if _is_kind(plain):
        return Heading(Level.KIND, kind=plain, stated=stated)
    return None


def unknown_area(text: str, district: str) -> Heading | None:
    """The heading of an area that no table has (新华街道, 工业园区) within `district`, or None."""
    plain = bare(normalize("NFKC", text).strip())
    return Heading(Level.SUB_DISTRICT, district) if _AREA.search(plain) else None


def bare(text: str) -> str:
    """A heading without numbering, counts, marks and spaces: 一、黄浦区（8个） and 【黄浦区】 are 黄浦区."""
    plain = "".join(text.split()).strip(_MARKS)
    plain = _COUNT.sub("", _LABEL.sub("", _NUMBERING.sub("", plain)))
    return plain.removeprefix("上海市").rstrip(":、")


def _is_kind(plain: str) -> bool:
    """Whether it names a kind, at most of a level (市级党群服务中心), and nothing else."""
    return read_word(KIND, _OF_LEVEL.sub("", plain)) is not None


def is_listed(text: str) -> bool:
    """Whether a text is numbered or counted as headings are: 一、… or …（3个）."""
    plain = normalize("NFKC", text).strip()
    return bool(_NUMBERING.match(plain)) or stated_count(plain) is not None


def stated_district(text: str, gazetteer: Gazetteer) -> str:
    """The one district that a title or a sheet's name states (黄浦区爱心接力站汇总表), else "".

    A bureau's name (黄浦邮政管理局) is no district.
    """
    plain = re.sub(r"[一-鿿]{2,4}区?邮政管理局", "", normalize("NFKC", text))
    names = {d.name for d in gazetteer.districts for word in (d.name, *d.former_names) if word in plain}
    return names.pop() if len(names) == 1 else ""
