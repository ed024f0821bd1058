"""Long notices: cut between points, never inside one; each part stands alone, short enough to be sent."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.digests import MOST_BYTES, Form, Length
from servicepoints.sharing.digest import Digest, digest_texts, rendered, size
from servicepoints.sharing.notice import Activity, Said

MONDAY = date(2026, 9, 14)
LINK = "https://example.gov.cn/d/pudong/hua_mu"
LINE = st.builds(
    lambda text, n: " ".join((text * n).split()) or "示例", st.text(max_size=8), st.integers(1, 30)
)


def digest(*said: Said, **more: object) -> Digest:
    known: dict[str, object] = {"place": "示例街道", "first": MONDAY, "days": 7, "said": said, "link": LINK}
    return Digest(**(known | more))  # type: ignore[arg-type]


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    """Of up to twelve points that say anything, however long; a few are longer than a message."""
    entry = st.lists(LINE, min_size=1, max_size=4).map(tuple)
    entry |= st.integers(600, 5000).map(lambda n: ("示例驿站", "很长" * n))
    said = draw(st.lists(st.builds(Said, entry, LINE, st.lists(LINE, max_size=2).map(tuple)), max_size=12))
    at = st.integers(0, max(0, len(said) - 1))
    activities = draw(st.lists(st.builds(Activity, at, LINE, LINE), max_size=9)) if said else []
    return digest(
        *said, place=draw(LINE), activities=tuple(activities), opening=draw(LINE | st.just("")),
        more=draw(st.integers(0, 500)), notes=tuple(draw(st.lists(LINE, max_size=3))),
    )  # fmt: skip


@settings(deadline=None)
@given(digests(), st.sampled_from(Form), st.sampled_from(Length))
def test_every_part_can_be_sent_and_stands_alone(made: Digest, form: Form, length: Length) -> None:
    texts = digest_texts(made, length, form)
    for number, text in enumerate(texts, 1):
        assert len(rendered(text, form).encode()) <= MOST_BYTES[form]
        lines = text.split("\n")
        assert lines[0].startswith("【")
        assert lines[0].endswith(f"（{number}/{len(texts)}）") == (len(texts) > 1)
        assert lines[-1] == LINK


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 120), st.sampled_from(Form))
def test_no_point_is_cut_and_none_is_lost(count: int, width: int, form: Form) -> None:
    said = [
        Said((f"示例{n}号驿站", "字" * width, f"{n}号完"), f"{n}号预约", (f"{n}号注意",))
        for n in range(count)
    ]
    texts = digest_texts(digest(*said), Length.FULL, form)
    holders = [
        [at for at, text in enumerate(texts) if re.search(rf"(?<!\d){n}号{word}", text)]
        for n in range(count)
        for word in ("驿站", "完", "预约", "注意")
    ]
    assert all(len(set(map(tuple, holders[i : i + 4]))) == 1 for i in range(0, len(holders), 4))
    assert all(len(one) == 1 for one in holders)


@pytest.mark.parametrize("form", Form)
def test_a_point_longer_than_a_message_is_cut_at_its_end_and_says_so(form: Form) -> None:
    texts = digest_texts(
        digest(Said(("示例甲",)), Said(("示例乙", "长" * 3000)), Said(("示例丙",))), Length.FULL, form
    )
    assert [re.findall("示例[甲乙丙]", text) for text in texts] == [["示例甲"], ["示例乙"], ["示例丙"]]
    assert "长…\n……其余点链接看\n" in texts[1]
    assert size(texts[1], form) > MOST_BYTES[form] - 40


def test_a_short_one_that_is_too_long_for_a_message_is_cut_like_a_long_one() -> None:
    said = [Said((f"示例{n}号", "字" * 200)) for n in range(5)]
    texts = digest_texts(digest(*said, more=8, opening="进来歇歇。"), Length.SHORT)
    assert [text.split("\n")[0][-5:] for text in texts] == ["（1/2）", "（2/2）"]
    assert ["进来歇歇。" in text for text in texts] == [True, False]
    assert ["还有8个" in text for text in texts] == [False, True]


def test_a_session_is_told_at_its_own_point_and_the_seventh_behind_the_link() -> None:
    many = tuple(Activity(1, f"9月{14 + n}日 示例课", "满了") for n in range(8))
    (text,) = digest_texts(digest(Said(("示例甲",)), Said(("示例乙",)), activities=many), Length.FULL)
    assert text.index("②示例乙") < text.index("9月14日 示例课，满了")
    assert "9月19日 示例课，满了\n还有2场，点链接看\n" in text


def test_in_markdown_titles_are_bold_and_nothing_in_a_name_is_a_mark() -> None:
    (text,) = digest_texts(digest(Said(("示例*甲*[点我](x)<font>",))), Length.SHORT, Form.MARKDOWN)
    lines = rendered(text, Form.MARKDOWN).split("\n")
    assert lines[0] == "**【示例街道】歇脚点 9月14日–20日**"
    assert "①示例＊甲＊［点我］(x)＜font＞" in lines
    assert lines[-1] == LINK
