"""Names and mobile numbers in running text: left out together, words that only look like names kept."""

import time

import pytest

from servicepoints.domain.people import is_person, without_people


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三 13800001111", "***"),
        ("张三，电话：13800001111", "***"),
        ("王老师：138-0000-1111", "***"),
        ("门卫王师傅+86 13800001111", "门卫***"),
        ("李四139 0000 2222", "***"),
        ("+8613800001111", "+86***"),
        ("1 3 8 0 0 0 0 1 1 1 1", "***"),
        ("138\n00001111", "***"),
        ("总机138-00001111转张三", "总机***"),
        ("欧阳娜娜１３８００００１１１１", "***"),
        ("一三八零零零零一一一一", "***"),
        ("预约请找张三13800001111", "预约请找***"),
        ("锁门时打13800001111找张三", "锁门时打***"),
        ("13800001111张三开门", "***开门"),
        ("13800001111（小李）", "***"),
        ("联系人：示例三 手机：13800001111", "联系人：***"),
        ("白班张三13800001111，夜班李四13900002222", "白班***，夜班***"),
        ("示例乙驿站（李四13900002222）", "示例乙驿站"),
        ("示例路1号（联系人张三13800001111）", "示例路1号"),
        ("每天9:00-17:00（请提前联系李四13900002222）", "每天9:00-17:00（请提前联系***）"),
        ("请拨打13800001111或021-62111111", "请拨打***或021-62111111"),
        ("13800001111周末不接", "***周末不接"),
        ("13800001111（微信同号）", "***（微信同号）"),
        ("丁驿站13800001111", "丁驿站***"),
        ("停车请打13800001111，门口可停", "停车请打***，门口可停"),
        ("021-62111111 张三", "021-62111111 张三"),
        ("400-820-1234、12345、20261124", "400-820-1234、12345、20261124"),
        ("单号 20138000011112", "单号 20138000011112"),
    ],
)
def test_a_mobile_number_goes_with_the_name_beside_it(text: str, shown: str) -> None:
    assert without_people(text) == shown


def test_a_public_number_stays_with_its_name_and_others_go() -> None:
    text = "张三138 0000 1111、李四13900002222"
    assert without_people(text, {"13800001111"}) == "张三138 0000 1111、***"


@pytest.mark.parametrize("text", ["张三", "示例张三", "王站长", "小李", "李 四", "张三老师", "欧阳娜娜"])
def test_a_name_is_a_persons(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize("text", ["微信同号", "白天", "夜间", "周一", "综合办", "门卫", "金店", "方便时打"])
def test_a_word_beside_a_number_is_no_person(text: str) -> None:
    assert not is_person(text)


def test_long_texts_take_no_long_time() -> None:
    begun = time.process_time()
    for text in ("张 " * 5000 + "13800001111", "13800001111张" * 3000, "电话" * 5000 + "13800001111"):
        without_people(text)
    assert time.process_time() - begun < 2
