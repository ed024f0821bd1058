"""Footnotes: which points they name, and what a person is told of each."""

import pytest

from servicepoints.services.importing.notes import by_base_name, mentions

INDEX = by_base_name(
    [
        ("示例愚园路爱心接力站（党群服务站）", "第25行"),
        ("示例愚园路爱心接力站", "第32行"),
        ("示例玉田支路爱心接力站", "第14行"),
        ("示例大厦", "第15行"),
    ]
)


def test_a_name_that_is_not_there_and_one_that_is_ambiguous_are_told_apart() -> None:
    absent, several = mentions(
        "注：示例欧阳路爱心接力站、示例愚园路爱心接力站春节期间关门时间为17:00。", INDEX
    )
    assert (absent.name, absent.fits) == ("示例欧阳路爱心接力站", ())
    assert "不在这份台账里" in absent.words
    assert several.fits == ("第25行", "第32行")
    assert "不知道指哪个" in several.words


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "备注：示例玉田支路爱心接力站和示例乙路驿站国庆休息",
            {"示例玉田支路爱心接力站": 1, "示例乙路驿站": 0},
        ),
        ("示例大厦国庆期间关门", {"示例大厦": 1}),
        ("另外示例丙路党群服务中心（东门）周一闭馆", {"示例丙路党群服务中心(东门)": 0}),
        ("注：八家分中心春节长假期间下班时间为17:00", {}),
        ("以上站点节假日休息，各服务站以现场为准", {}),
    ],
)
def test_names_are_found_in_the_words_round_them(text: str, named: dict[str, int]) -> None:
    assert {mention.name: len(mention.fits) for mention in mentions(text, INDEX)} == named
