"""Chinese phrases with the schedules they mean: those on file, and composed ones."""

import csv
from pathlib import Path

from hypothesis import strategies as st

_CHINESE_DAYS = "一二三四五六日"
_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NUMERALS = "零一二三四五六七八九"


def phrases_on_file() -> list[tuple[str, str]]:
    """Phrase and expected opening_hours ("" where it must not be read), shared ones first, then ours."""
    found = []
    for name in ("hours_phrases.tsv", "hours_more.tsv"):
        with (Path(__file__).parents[1] / "data" / name).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            found += [(row["phrase"], row["expected_opening_hours"] or "") for row in rows]
    return found


def expected_schedules() -> list[str]:
    """Every schedule that some phrase on file means."""
    return sorted({expected for _, expected in phrases_on_file() if expected})


def _numeral(n: int) -> str:
    if n < 10:
        return _NUMERALS[n]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


@st.composite
def _clock(draw: st.DrawFn, minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    forms = [f"{hour}:{minute:02}", f"{hour:02}：{minute:02}", f"{hour}时{f'{minute}分' if minute else ''}"]
    forms.append(
        f"{_numeral(hour)}点{'半' if minute == 30 else ''}" if minute in (0, 30) else f"{hour}点{minute}分"
    )
    return draw(st.sampled_from(forms))


@st.composite
def _in_words(draw: st.DrawFn, minutes: int) -> str:
    """A clock time with its part of the day, by the clock of twelve or of twenty-four hours."""
    if minutes < 7 * 60:  # 6:00-8:00 without a word may be an evening
        return draw(st.sampled_from(["上午", "早上"])) + draw(_clock(minutes))
    if minutes <= 11 * 60:
        return draw(st.sampled_from(["", "上午", "早上"])) + draw(_clock(minutes))
    if 13 * 60 <= minutes < 19 * 60 and draw(st.booleans()):
        return "下午" + draw(_clock(minutes - draw(st.sampled_from([0, 720 if minutes < 19 * 60 else 0]))))
    return draw(_clock(minutes))


@st.composite
def _span(draw: st.DrawFn, earliest: int, latest: int) -> tuple[str, str]:
    start = draw(st.integers(earliest // 30, latest // 30 - 2)) * 30
    end = draw(st.integers(start // 30 + 1, latest // 30)) * 30
    dash = draw(st.sampled_from(["-", "—", "--", "～", "至", "到", " - ", "－"]))
    text = draw(_in_words(start)) + dash + draw(_in_words(end))
    return text, f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


@st.composite
def _spans(draw: st.DrawFn) -> tuple[str, str]:
    morning = draw(_span(6 * 60, 11 * 60 + 30))
    if draw(st.booleans()):
        return morning
    rest = draw(_span(13 * 60, 22 * 60))
    return morning[0] + draw(st.sampled_from(["，", "、", " ", "；", "和", "/"])) + rest[
        0
    ], f"{morning[1]},{rest[1]}"


@st.composite
def _days(draw: st.DrawFn, free: list[int]) -> tuple[str, str, list[int]]:
    week = draw(st.sampled_from(["周", "星期", "礼拜"]))
    first = draw(st.integers(0, len(free) - 1))
    last = draw(st.integers(first, len(free) - 1))
    chosen = free[first : last + 1]
    osm = ",".join(_OSM_DAYS[d] for d in chosen)
    consecutive = chosen == list(range(chosen[0], chosen[0] + len(chosen)))
    if consecutive and len(chosen) > 1 and draw(st.booleans()):
        joint = draw(st.sampled_from(["至", "到", "-", "～", "—"]))
        again = draw(st.sampled_from([week, ""]))
        return f"{week}{_CHINESE_DAYS[chosen[0]]}{joint}{again}{_CHINESE_DAYS[chosen[-1]]}", osm, chosen
    joint = draw(st.sampled_from(["、", f"、{week}", week, "和" + week]))
    return week + joint.join(_CHINESE_DAYS[d] for d in chosen), osm, chosen


@st.composite
def phrase_and_schedule(draw: st.DrawFn) -> tuple[str, str]:
    """One to three clauses on different days, perhaps closed days and a word on holidays."""
    free, phrases, rules = list(range(7)), [], []
    for _ in range(draw(st.integers(1, 3))):
        if not free:
            break
        days, osm, chosen = draw(_days(free))
        text, spans = draw(_spans())
        # 周一至五十点半 is five and ten, or fifty: glued numerals are for a person
        glued = [] if text[0] in _NUMERALS + "十" else [""]
        phrases.append(days + draw(st.sampled_from([" ", "：", *glued])) + text)
        rules.append(f"{osm} {spans}")
        free = [d for d in free if d not in chosen]
    if free and draw(st.booleans()):
        days, osm, _ = draw(_days(free))
        phrases.append(days + draw(st.sampled_from(["休息", "闭馆", "不开放", "关门"])))
        rules.append(f"{osm} off")
    phrase = draw(st.sampled_from(["，", "；", " ", "。"])).join(phrases)
    said = draw(st.sampled_from(["", "（法定节假日除外）", "，国定假日休息", "；法定节假日9:00-15:00"]))
    closed = {"": "", "；法定节假日9:00-15:00": "; PH 09:00-15:00"}.get(said, "; PH off")
    if "除外" in said and rules[-1].endswith("off"):
        said = "，国定假日休息"
    return phrase + said, "; ".join(rules) + closed
