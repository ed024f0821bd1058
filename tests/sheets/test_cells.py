"""Single cells: services and ticks, phones with names, positions with their datum, words for values."""

from collections.abc import Callable
from datetime import date

import pytest

from servicepoints import reference
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Access, Audience, Channel, Contact, Demonstration, Kind
from servicepoints.sheets.amenity_words import AmenityWords, read_tick
from servicepoints.sheets.readings import RowReading, Severity
from servicepoints.sheets.texts import clean_text, neutralise
from servicepoints.sheets.words import kind_in
from tests.sheets.workbooks import readings, roster, xlsx

ReadOne = Callable[..., RowReading]


@pytest.mark.parametrize(
    ("text", "yes", "no", "unknown"),
    [
        ("淋浴，洗衣（女士休息室）", {"shower", "laundry", "women_room"}, set(), []),
        ("热水/微波炉/空调", {"hot_water", "microwave", "air_conditioning"}, set(), []),
        ("饮水 充电 厕所 Wi-Fi", {"drinking_water", "phone_charging", "toilet", "wifi"}, set(), []),
        ("充电、电动车充电", {"phone_charging", "ebike_charging"}, set(), []),
        ("喝水充电", {"drinking_water", "phone_charging"}, set(), []),
        ("24小时卫生间；免费ＷＩＦＩ", {"toilet", "wifi"}, set(), []),
        ("暂无热水，无充电、没有空调", set(), {"hot_water", "phone_charging", "air_conditioning"}, []),
        ("无线网、无障碍厕所", {"wifi", "toilet"}, set(), []),
        ("热水（暂无）、充电", {"phone_charging"}, {"hot_water"}, []),
        ("热水：有；空调：无", {"hot_water"}, {"air_conditioning"}, []),
        ("1.热水 2.充电 3、雨伞", {"hot_water", "phone_charging", "umbrella"}, set(), []),
        ("提供热水和充电", {"hot_water", "phone_charging"}, set(), []),
        ("空调维修、热水", {"hot_water"}, set(), ["空调维修"]),
        ("法律咨询，Wi-Fi", {"wifi"}, set(), ["法律咨询"]),
        ("ebike_charging;haircut", {"ebike_charging", "haircut"}, set(), []),
        ("无", set(), set(), []),
        ("饮水√、厕所×", {"drinking_water"}, {"toilet"}, []),
        ("厕所：×；热水╳", set(), {"toilet", "hot_water"}, []),
        ("厕所(×)、空调✘", set(), {"toilet", "air_conditioning"}, []),
        ("√饮水×厕所√充电", {"drinking_water", "phone_charging"}, {"toilet"}, []),
        ("饮水 √ 厕所 ×", {"drinking_water"}, {"toilet"}, []),
        ("厕所: 无", set(), {"toilet"}, []),
        ("( )厕所 (√)饮水", {"drinking_water"}, set(), []),
        ("□厕所 ☑饮水", {"drinking_water"}, set(), []),
        ("①热水②厕所×", {"hot_water"}, {"toilet"}, []),
        ("急救包×1、充电宝0个", {"first_aid"}, {"phone_charging"}, []),
        ("饮水 × 厕所", set(), set(), ["饮水 × 厕所"]),
        ("饮水充电×", set(), set(), ["饮水充电×"]),
        ("△厕所、热水", {"hot_water"}, set(), ["△厕所"]),
        ("热水、厕所、无", {"hot_water"}, set(), ["厕所"]),
        ("√", set(), set(), ["√"]),
        ("热水、棋牌（3副）（无）", {"hot_water"}, set(), ["棋牌", "3副"]),
        ("厕所？", set(), set(), ["厕所?"]),
        ("厕所：、热水", {"hot_water"}, set(), ["厕所:"]),
        ("空调（正在维修中）、热水", {"hot_water"}, set(), ["空调（正在维修中）"]),
        ("厕所（对面公厕）", set(), set(), ["厕所（对面公厕）"]),
    ],
)
def test_services_in_words(text: str, yes: set[str], no: set[str], unknown: list[str]) -> None:
    read = AmenityWords(reference.vocabulary()).read(text)
    assert {k for k, v in read.amenities.items() if v} == yes
    assert {k for k, v in read.amenities.items() if not v} == no
    assert list(read.unknown) == unknown


def test_every_label_and_synonym_is_its_amenity() -> None:
    words = AmenityWords(reference.vocabulary())
    for key, amenity in reference.vocabulary().items():
        for word in (key, amenity.label, *amenity.synonyms):
            assert words.read(word).amenities.get(key) is True, word


@pytest.mark.parametrize(
    "mark", ["√", "✓", "✔", "有", "是", "1", "1.0", "Y", "●", "2台", "有（2台）", "TRUE"]
)
def test_marks_that_mean_yes(mark: str) -> None:
    assert read_tick(mark, None) is True


def test_words_beside_a_tick_are_told_and_not_dropped(read_one: ReadOne) -> None:
    for text, there in {"√（收费）": True, "无（隔壁有）": False, "有，密码8888": True}.items():
        reading = read_one(热水=text)
        assert reading.fields["amenities"] == {"hot_water": there}
        (problem,) = reading.problems
        assert problem.value == text
        assert problem.fix
    assert "amenities" not in read_one(热水="有（维修中）").fields


def test_boxes_left_unticked_are_unknown_and_told(read_one: ReadOne) -> None:
    reading = read_one(服务内容="☑饮水 □厕所 □充电")
    assert reading.fields["amenities"] == {"drinking_water": True}
    (problem,) = reading.problems
    assert problem.value == "厕所、充电"


@pytest.mark.parametrize("mark", ["×", "✗", "无", "否", "0", "N", "没有", "暂无", "x", "✘"])
def test_marks_that_mean_no(mark: str) -> None:
    assert read_tick(mark, None) is False


def _ticks(*marks: str, note: str = "") -> list[object]:
    rows = [["名称", "地址", "热水"], *([f"示例{i}", "示例路1号", m] for i, m in enumerate(marks))]
    if note:
        rows.append([note])
    return [r.fields.get("amenities", {}).get("hot_water") for r in readings(xlsx({"点位": rows}))]


def test_a_circle_beside_ticks_is_nobodys_guess() -> None:
    assert _ticks("√", "○", "") == [True, None, None]


def test_a_circle_alone_or_with_crosses_is_yes_and_beside_a_full_one_no() -> None:
    assert _ticks("○", "", "×") == [True, None, False]
    assert _ticks("●", "○") == [True, False]


@pytest.mark.parametrize(
    ("legend", "meaning"), [("注：√表示有，○表示无", False), ("说明：○代表有", True), ("注：○表示待定", None)]
)
def test_a_legend_decides_what_a_circle_is(legend: str, meaning: bool | None) -> None:
    assert _ticks("√", "○", note=legend) == [True, meaning]


def test_an_unexplained_mark_is_reviewed_and_not_guessed(read_one: ReadOne) -> None:
    reading = read_one(热水="△")
    (problem,) = reading.problems
    assert (problem.column, problem.header, problem.value) == ("C", "热水", "△")
    assert problem.severity is Severity.REVIEW
    assert "amenities" not in reading.fields


def test_a_tick_that_contradicts_the_text_says_nothing(read_one: ReadOne) -> None:
    reading = read_one(服务内容="热水、充电", 热水="×")
    assert reading.fields["amenities"] == {"phone_charging": True}
    assert len(reading.problems) == 1


@pytest.mark.parametrize(
    ("phone", "contact", "public", "expected"),
    [
        ("13800000000", "示例张三", "", [Contact(name="示例张三", number="13800000000")]),
        ("13800000000", "示例张三", "是", [Contact(name="示例张三", number="13800000000", public=True)]),
        ("021-55500001", "", "否", [Contact(number="021-55500001", public=True)]),
        ("示例张三 13800000000", "", "", [Contact(name="示例张三", number="13800000000")]),
        ("", "示例张三", "", [Contact(name="示例张三")]),
        ("13800000000、021-55500001", "示例张三、—", "是、否",
         [Contact(name="示例张三", number="13800000000", public=True), Contact(number="021-55500001")]),
    ],
)  # fmt: skip
def test_contacts(read_one: ReadOne, phone: str, contact: str, public: str, expected: list[Contact]) -> None:
    reading = read_one(电话=phone, 联系人=contact, 可公开=public)
    assert list(reading.fields["contacts"]) == expected
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("label", "datum"), [("高德", Datum.GCJ02), ("百度", Datum.BD09), ("天地图", Datum.WGS84)]
)
def test_a_position_is_converted_from_the_datum_of_its_header(
    read_one: ReadOne, label: str, datum: Datum
) -> None:
    latitude, longitude = convert(31.2242, 121.4294, Datum.WGS84, datum)
    position = read_one(**{label + "经度": longitude, label + "纬度": latitude}).fields["position"]
    assert (position.latitude, position.longitude) == pytest.approx((31.2242, 121.4294), abs=1e-7)
    assert position.basis == "roster"


def test_a_position_without_a_datum_is_reviewed_and_not_stored(read_one: ReadOne) -> None:
    reading = read_one(经度=121.43, 纬度=31.22)
    assert "position" not in reading.fields
    assert "高德" in reading.problems[0].fix


@pytest.mark.parametrize(("longitude", "latitude"), [(116.4, 39.9), (121.43, ""), ("东边", 31.2)])
def test_a_position_that_cannot_be_is_reviewed(
    read_one: ReadOne, longitude: object, latitude: object
) -> None:
    reading = read_one(高德经度=longitude, 高德纬度=latitude)
    assert "position" not in reading.fields
    assert len(reading.problems) == 1


@pytest.mark.parametrize(
    ("field", "header", "words"),
    [
        ("audience", "谁能进", {
            "对外开放": Audience.EVERYONE, "快递员、骑手": Audience.COURIERS, "户外劳动者": Audience.COURIERS,
            "仅限本公司": Audience.COMPANY, "租户": Audience.RESIDENTS, "couriers": Audience.COURIERS,
        }),
        ("access", "怎么进", {"扫码": Access.SCAN_CODE, "登记": Access.REGISTER, "walk_in": Access.WALK_IN}),
        ("booking_channel", "预约方式", {
            "电话": Channel.PHONE, "微信小程序": Channel.MINI_PROGRAM, "现场": Channel.WALK_IN,
        }),
        ("demonstration", "示范点", {
            "是": Demonstration.DESIGNATED, "建设中": Demonstration.PLANNED, "否": Demonstration.NO,
        }),
        ("kind", "类型", {
            "党群服务站": Kind.PARTY_MASS_CENTRE, "营业部": Kind.OUTLET, "邮政支局": Kind.POST_OFFICE,
            "管理者之家": Kind.BUILDERS_HOME, "驿站": Kind.CARE_STATION, "pop_up": Kind.POP_UP,
        }),
        ("free", "是否免费", {"是": True, "免费": True, "收费": False, "5元/次": False}),
        ("free", "是否收费", {"是": False, "否": True, "免费": True}),
        ("checked_on", "核实日期", {
            "2026年11月24日": date(2026, 11, 24), "2026/11/4": date(2026, 11, 4), 46350: date(2026, 11, 24),
        }),
    ],
)  # fmt: skip
def test_words_of_values(read_one: ReadOne, field: str, header: str, words: dict[object, object]) -> None:
    for word, value in words.items():
        assert read_one(**{header: word}).fields.get(field) == value, word


@pytest.mark.parametrize(
    "header", ["谁能进", "怎么进", "类型", "是否免费", "核实日期", "预约链接", "位置精度(米)"]
)
def test_a_word_that_fits_nothing_is_reviewed_with_its_cell_and_a_fix(read_one: ReadOne, header: str) -> None:
    reading = read_one(**{header: "乱写一气"})
    (problem,) = reading.problems
    assert (problem.column, problem.header, problem.value) == ("C", header, "乱写一气")
    assert problem.fix


def test_a_row_without_a_name_is_refused() -> None:
    (reading,) = readings(xlsx({"点位": [["名称", "地址", "电话"], ["", "示例路1号", "55500000"]]}))
    assert reading.refused


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("示例路爱心接力站（党群服务站）", Kind.CARE_STATION),
        ("示例党群服务中心户外职工驿站", Kind.CARE_STATION),
        ("示例街道社区党群服务中心", Kind.PARTY_MASS_CENTRE),
        ("示例邮政支局", Kind.POST_OFFICE),
        ("示例速递示例路营业部", Kind.OUTLET),
        ("示例书屋", None),
    ],
)
def test_a_kind_from_a_name(name: str, kind: Kind | None) -> None:
    assert kind_in(name) is kind


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-", "@a", "'=1", "''=1", "'普通", "示例\n站", "＝1＋1", "＋86", "－1", "＠a"],
)
def test_a_guarded_text_reads_back(text: str) -> None:
    assert clean_text(neutralise(text)) == text
    assert not neutralise(text).startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_spaces_in_one_cell(read_one: ReadOne) -> None:
    cell = "阅览室：阅览室、Wi-Fi；周一至周五9:00-17:00｜24小时驿站：热水、无厕所；24小时｜健身房"
    spaces = read_one(功能空间=cell).fields["spaces"]
    assert [(s.name, dict(s.amenities), s.hours) for s in spaces] == [
        ("阅览室", {"reading_room": True, "wifi": True}, "周一至周五9:00-17:00"),
        ("24小时驿站", {"hot_water": True, "toilet": False}, "24小时"),
        ("健身房", {"gym": True}, ""),
    ]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u2069", "\u200b", "\x1b"])
def test_marks_that_no_one_sees_are_taken_off(mark: str) -> None:
    assert clean_text(f"示例{mark}驿站") == "示例驿站"


@pytest.mark.parametrize(
    ("text", "channel", "phone", "problems"),
    [
        ("微信小程序“示例党群”", Channel.MINI_PROGRAM, "", 0),
        ("拨打55500000预约", Channel.PHONE, "021-55500000", 0),
        ("线上预约/电话预约", Channel.LINK, "", 1),
        ("电话预约、现场预约", Channel.PHONE, "", 1),
        ("暂不支持网上预约", None, "", 1),
    ],
)
def test_ways_to_book_in_more_words(
    read_one: ReadOne, text: str, channel: Channel | None, phone: str, problems: int
) -> None:
    reading = read_one(预约方式=text, 预约说明="周一放号")
    assert reading.fields.get("booking_channel") == channel
    assert reading.fields.get("booking_phone", "") == phone
    assert len(reading.problems) == problems
    kept = f"周一放号；{text}" if channel else "周一放号"
    assert reading.fields["booking_note"] == kept, "its words are not lost"


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("快递员、外卖员、网约车司机、环卫工", Audience.COURIERS),
        ("新就业群体、社区居民、党员", Audience.EVERYONE),
        ("环卫工、网约车司机", None),
        ("本网点员工及周边居民", None),
    ],
)
def test_several_groups_that_may_enter(read_one: ReadOne, text: str, audience: Audience | None) -> None:
    reading = read_one(服务对象=text)
    assert reading.fields.get("audience") == audience
    assert bool(reading.problems) is (audience is None)


def test_ditto_is_what_stands_above() -> None:
    rows: list[list[object]] = [
        ["名称", "地址", "区", "电话", "服务内容", "热水"],
        ["示例甲驿站", "示例路1号", "黄浦区", "021-55500000", "充电", "√"],
        ["示例乙驿站", "示例路2号", "同上", "〃", "同上", "同上"],
        ["示例丙驿站", "同上", "″", "", "同上", ""],
        ["示例丁驿站", "示例路4号", "", "同上", "", ""],
    ]
    book = xlsx({"点位": rows})
    _, second, third, fourth = readings(book)
    assert second.fields["district"] == "黄浦区"
    assert second.fields["contacts"] == (Contact(number="021-55500000", public=True),)
    assert second.fields["amenities"] == {"phone_charging": True, "hot_water": True}
    assert (third.fields["address"], third.fields["amenities"]) == ("示例路2号", {"phone_charging": True})
    assert "contacts" not in fourth.fields
    (note,) = roster(book).notes
    assert (note.row, note.text) == (5, "电话：同上")


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        ("HTTPS://Example.com/A?b=1@2", "https://Example.com/A?b=1@2"),
        (" http://example.com:8080 ", "http://example.com:8080"),
        ("https://示例.cn/预约", "https://示例.cn/预约"),
    ],
)
def test_a_booking_link_is_read(read_one: ReadOne, cell: str, link: str) -> None:
    assert read_one(预约链接=cell).fields["booking_link"] == link


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("https://example.com@evil.example/", "用户名"),
        ("https://user:pass@example.com", "用户名"),
        ("https://example.com\\@evil.example", "不能有 \\"),
        ("https://example.com/<b>", "不能有 <"),
        ('https://example.com/"x', '不能有 "'),
        ("https://example.com/it's", "不能有 '"),
        ("https://example.com 示例", "不能有 空格"),
        ("javascript:alert(1)", "http://"),
        ("https://", "http://"),
        ("https:///x", "http://"),
    ],
)
def test_a_link_that_may_lead_elsewhere_is_refused_with_its_reason(
    read_one: ReadOne, cell: str, reason: str
) -> None:
    reading = read_one(预约链接=cell)
    assert "booking_link" not in reading.fields
    assert [reason in problem.reason for problem in reading.problems] == [True]


@pytest.mark.parametrize(
    ("text", "said", "unread"),
    [
        ("不提供微波炉、厕所", {"microwave": False}, ("厕所",)),
        ("热水、无厕所、空调", {"hot_water": True, "toilet": False}, ("空调",)),
        ("有：饮水；无：厕所、空调", {"drinking_water": True, "toilet": False}, ("空调",)),
        ("饮水、充电（以上均无）", {}, ("饮水", "充电", "以上均无")),
        ("除厕所、空调", {}, ("除厕所", "空调")),
        ("无充电、没有空调", {"phone_charging": False, "air_conditioning": False}, ()),
        ("无线网、无障碍厕所", {"wifi": True, "toilet": True}, ()),
        ("热水、充电，无厕所", {"hot_water": True, "phone_charging": True, "toilet": False}, ()),
    ],
)  # fmt: skip
def test_what_a_negation_may_be_meant_of_is_not_taken_for_there(
    text: str, said: dict[str, bool], unread: tuple[str, ...]
) -> None:
    read = AmenityWords.of(reference.vocabulary()).read(text)
    assert dict(read.amenities) == said
    assert read.unknown == unread
