"""Sending a roster in, seeing what it would do, and taking it."""

import re
import threading
import zlib
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from servicepoints import reference
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.roles import Account, Role
from servicepoints.errors import NotAllowed
from servicepoints.register import Actor, Register, imports, points
from servicepoints.register import schema as s
from servicepoints.register.reviews import ReviewItem
from servicepoints.register.revisions import history
from servicepoints.services.importing.preview import Preview
from servicepoints.services.importing.uploading import upload_roster
from servicepoints.services.importing.weighing import Tables
from tests.web.bureau.conftest import Clock, SignIn, token_of
from tests.web.bureau.rosters import batch_of, book, counts, press, row, said, send, sent, taken


def packed(data: bytes, **parts: bytes) -> bytes:
    """The workbook with parts put in ("__" for "/")."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name.replace("__", "/"), content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
GOOD = book(row(1))
REFUSED = {
    "a bomb": (packed(GOOD, xl__media__a=b" " * (201 << 20)), "a.xlsx", "解开后太大"),
    "macros": (packed(GOOD, xl__vbaProject=b"", **{"xl__vbaProject.bin": b"x"}), "a.xlsx", "宏"),
    "macros by name": (GOOD, "a.xlsm", "另存为"),
    "old macros": (OLE + "Workbook_VBA_PROJECT_CUR".encode("utf-16-le"), "a.xls", "宏"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "其实是网页"),
    "a .csv called .xlsx": ("名称,地址\n示例站,示例路1号\n".encode(), "a.xlsx", "里面其实是 .csv"),
    "an .xlsx called .csv": (GOOD, "a.csv", "里面其实是 .xlsx"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "a.xlsx", "这是图片"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    "nothing in it": (b"", "a.xlsx", "空的"),
    "no header": (b"1,2\n3,4\n", "a.csv", "没有找到表头"),
    "too large by a little": (b"a" * (10 * 1024 * 1024 + 1), "a.csv", "10 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_roster_is_refused_beside_its_field_with_the_fix(
    alice: FlaskClient, register: Register, what: str
) -> None:
    data, filename, words = REFUSED[what]
    answer = send(alice, data, filename)
    assert answer.status_code == 422
    error = re.search(r'id="e-file" role="alert">([^<]+)<', answer.text)
    assert error, said(answer)
    assert words in error[1]
    with register.read() as reader:
        assert reader.connection.execute(select(s.upload)).all() == []


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(alice: FlaskClient) -> None:
    answer = send(alice, b"a" * (11 * 1024 * 1024), "a.csv")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bureau/imports")
    assert "超过 10 MB" in said(alice.get("/bureau/imports"))


def test_a_large_roster_comes_in_whatever_its_bytes(alice: FlaskClient) -> None:
    text = "\r\n".join(["名称,地址", *(f"示例试办{n}号驿站,示例试办路{n}号" for n in range(9000))])
    page = sent(alice, text.encode(), "台账.csv")
    assert counts(alice, page)["新增"] == 9000


def test_only_the_form_for_rosters_takes_so_much(alice: FlaskClient) -> None:
    answer = alice.post("/bureau/account/sessions", data=b"a" * 2_000_000, content_type="text/plain")
    assert answer.status_code == 413


def test_without_a_file_the_form_says_so(alice: FlaskClient) -> None:
    answer = press(alice, "/bureau/imports")
    assert answer.status_code == 422
    assert "请选一个台账文件" in said(answer)


def test_sending_in_writes_no_point_and_keeps_the_file_sealed(alice: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        before = points.count(reader)
    data = "名称,地址,联系人,电话\n示例试办站,示例路1号,示例王五,13900000001\n".encode()
    page = sent(alice, data, "台账.csv")
    with register.read() as reader:
        assert points.count(reader) == before
        kept = reader.connection.execute(select(s.upload.c.sealed, s.upload.c.preview)).one()
    assert all("示例王五".encode() not in blob and b"13900000001" not in blob for blob in kept)
    assert counts(alice, page)["新增"] == 1


@pytest.mark.parametrize("login", ["charlie", "dora"])
def test_nobody_else_sees_a_roster_that_waits_nor_takes_it(
    alice: FlaskClient, sign_in: SignIn, login: str
) -> None:
    page = sent(alice, GOOD)
    other = sign_in(login)
    assert other.get(page).status_code == 404
    for what in ("columns", "rows", "take"):
        assert press(other, f"{page}/{what}", shown="0").status_code == 404
    assert page not in other.get("/bureau/imports").text
    assert page in alice.get("/bureau/imports").text


def test_a_roster_is_forgotten_a_day_later_when_another_comes(
    alice: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    page = sent(alice, GOOD)
    clock.now += timedelta(hours=23)
    alice = sign_in("alice")
    sent(alice, GOOD)
    assert alice.get(page).status_code == 200
    clock.now += timedelta(hours=2)
    sent(alice, GOOD)
    assert alice.get(page).status_code == 404


def test_an_editor_imports_for_the_own_bureau_whatever_the_form_says(
    charlie: FlaskClient, register: Register
) -> None:
    taken(charlie, book(row(1)), bureau="shili")
    with register.read() as reader:
        assert [p.name for p in points.matching(reader, "linju")] == ["示例试办1号驿站"]


@pytest.fixture
def free(register: Register) -> Point:
    """A point that is nobody's, of which something waits for a person."""
    with register.write(Actor("setup", "测试")) as writer:
        some = points.matching(writer, "shili")[0]  # whichever code was drawn lowest: some have a note
        free = replace(some, code="", revision=0, bureau="", name="示例没主站", note="")
        code = points.insert(writer, free, "测试")
        imports.add_review(writer, ReviewItem(kind="value", code=code, reason="示例：看一眼", value="示例"))
        found = points.get(writer, code)
    assert found is not None
    return found


def of_free(free: Point, note: str = "新备注") -> bytes:
    """A roster with that point, known by name and address, and a new one."""
    header = ["名称", "地址", "区", "街道", "备注"]
    new = ["示例试办1号驿站", "示例试办路1号", free.district, free.sub_district, ""]
    return book([free.name, free.address, free.district, free.sub_district, note], new, header=header)


def test_an_editor_takes_no_point_of_another_bureau(charlie: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        some = points.matching(reader, "shili")[0]
    data = book([some.code, some.name, some.address, "抢"], header=["编号", "名称", "地址", "备注"])
    page = sent(charlie, data)
    assert counts(charlie, page)["没采用"] == 1
    assert "不归这个局管" in said(charlie.get(f"{page}?list=refused:1"))
    press(charlie, f"{page}/take")
    with register.read() as reader:
        assert "抢" not in {p.note for p in points.all_points(reader)}


def test_a_point_that_is_nobodys_is_left_alone_unless_an_editor_ticks_it(
    charlie: FlaskClient, register: Register, free: Point
) -> None:
    page = sent(charlie, of_free(free))
    assert counts(charlie, page)["还不归哪个局"] == 1
    assert "另有1个还不归哪个局" in said(charlie.get(page))
    press(charlie, f"{page}/take")
    with register.read() as reader:
        assert points.get(reader, free.code) == free
        assert [p.name for p in points.matching(reader, "linju")] == ["示例试办1号驿站"]


def test_a_point_that_is_nobodys_becomes_the_bureaus_by_a_tick_and_nobodys_again_by_undoing(
    charlie: FlaskClient, register: Register, free: Point, clock: Clock
) -> None:
    page = sent(charlie, of_free(free))
    listed = said(charlie.get(f"{page}?list=unowned:1"))
    assert "邮政管理局：（空） → 示例邻局" in listed
    assert "→ 新备注" in listed
    press(charlie, f"{page}/rows", all="unowned", here="unowned:1")
    press(charlie, f"{page}/take")
    with register.read() as reader:
        now = points.get(reader, free.code)
        assert [i.code for i in imports.open_reviews(reader, bureau="linju", kind="value")] == [free.code]
    assert now is not None
    assert (now.bureau, now.note) == ("linju", "新备注")
    assert charlie.get(f"/bureau/points/{free.code}").status_code == 200
    clock.now += timedelta(minutes=1)
    press(charlie, f"/bureau/batches/{batch_of(charlie, page)}/undo")
    with register.read() as reader:
        back = points.get(reader, free.code)
    assert back is not None
    assert (back.bureau, back.note) == ("", "")


def test_the_city_takes_a_point_that_is_nobodys_like_any_other(
    dora: FlaskClient, register: Register, free: Point
) -> None:
    page = sent(dora, of_free(free), bureau="linju")
    assert counts(dora, page)["有改动"] == 1
    press(dora, f"{page}/take")
    with register.read() as reader:
        assert {p.name for p in points.matching(reader, "linju")} == {free.name, "示例试办1号驿站"}


def test_a_preview_kept_by_an_earlier_release_is_shown_as_it_was() -> None:
    kept = {"digest": "x", "columns": [], "parts": {"new": [], "changed": []}, "unchanged": 3, "rows": 3}
    old = Preview.unpacked(zlib.compress(orjson.dumps(kept)))
    assert set(old.counts.values()) == {0}


def test_the_city_imports_for_any_bureau_or_as_the_rows_say(dora: FlaskClient, register: Register) -> None:
    taken(dora, book(row(1)), bureau="linju")
    header = ["名称", "地址", "邮政管理局"]
    taken(dora, book(["示例试办2号驿站", "示例路2号", "示例邻局"], header=header))
    with register.read() as reader:
        assert len(points.matching(reader, "linju")) == 2


def test_a_column_can_be_taken_for_something_else_and_back(alice: FlaskClient, register: Register) -> None:
    header = ["名称", "地址", "歇脚情况", "热水"]
    page = sent(alice, book(["示例试办1号驿站", "示例路1号", "每天8:00-20:00", "有"], header=header))
    text = alice.get(page).text
    assert '<option value="amenity:hot_water" selected>设施：热水</option>' in text
    press(alice, f"{page}/columns", c2="hours", c3="")
    again = alice.get(page).text
    assert "你选的，不用" in again
    assert "每天8:00-20:00" in said(alice.get(f"{page}?list=new:1"))
    press(alice, f"{page}/take")
    with register.read() as reader:
        (point,) = [p for p in points.matching(reader, "shili") if p.name == "示例试办1号驿站"]
    assert (point.schedule.text, dict(point.amenities)) == ("每天8:00-20:00", {})


def test_ticks_outlast_another_reading_of_the_columns(
    charlie: FlaskClient, register: Register, free: Point
) -> None:
    page = sent(charlie, of_free(free))
    (new,) = re.findall(r'name="take" value="(\d+)" checked', charlie.get(f"{page}?list=new:1").text)
    press(charlie, f"{page}/rows", all="unowned")
    press(charlie, f"{page}/columns", c4="", shown=new)
    assert 'name="take" value' in charlie.get(f"{page}?list=new:1").text
    assert "checked" not in charlie.get(f"{page}?list=new:1").text.partition('<ul class="entries">')[2]
    assert "checked" in charlie.get(f"{page}?list=unowned:1").text.partition('<ul class="entries">')[2]
    press(charlie, f"{page}/take")
    with register.read() as reader:
        assert [p.code for p in points.matching(reader, "linju")] == [free.code]


def test_what_becomes_nobodys_by_another_reading_waits_for_a_tick(
    charlie: FlaskClient, register: Register, free: Point
) -> None:
    page = sent(charlie, of_free(free))
    press(charlie, f"{page}/columns", c0="")
    press(charlie, f"{page}/columns", c0="name")
    assert "checked" not in charlie.get(f"{page}?list=unowned:1").text.partition('<ul class="entries">')[2]


def test_columns_go_back_to_how_we_read_them(alice: FlaskClient) -> None:
    page = sent(alice, GOOD)
    press(alice, f"{page}/columns", c7="")
    assert "你选的，不用" in alice.get(page).text
    press(alice, f"{page}/columns", afresh="1")
    assert "你选的" not in alice.get(page).text


def test_a_column_that_is_chosen_for_the_name_takes_it_from_the_one_that_had_it(
    alice: FlaskClient, register: Register
) -> None:
    header = ["名称", "地址", "类型", "挂牌的名字"]
    page = sent(alice, book(["甲", "示例路1号", "驿站", "示例试办1号驿站"], header=header))
    press(alice, f"{page}/columns", c3="name")
    assert "示例试办1号驿站" in said(alice.get(f"{page}?list=new:1"))


def test_a_column_cannot_be_taken_for_what_does_not_exist(alice: FlaskClient) -> None:
    page = sent(alice, GOOD)
    press(alice, f"{page}/columns", c7="revision")
    assert "不能认作这个" in said(alice.get(page))


def known(register: Register) -> Point:
    """A point of Alice's with hours, which are short enough to be shown whole."""
    with register.read() as reader:
        found = (p for p in points.matching(reader, "shili") if p.address)
        return next(p for p in found if 0 < len(p.schedule.text) <= 60)


def test_the_preview_says_field_by_field_what_changes_and_names_what_is_absent(
    alice: FlaskClient, register: Register
) -> None:
    point = known(register)
    page = sent(alice, book([point.code, point.name, "每天9:00-18:00", "新备注"],
                            header=["编号", "名称", "开放时间", "备注"]))  # fmt: skip
    assert (counts(alice, page)["有改动"], counts(alice, page)["新增"]) == (1, 0)
    shown = said(alice.get(f"{page}?list=changed:1"))
    assert f"开放时间：{point.schedule.text} → 每天9:00-18:00" in shown
    assert "→ 每天9:00–18:00" in shown, "what was read is said in words"
    with register.read() as reader:
        others = len(points.matching(reader, "shili")) - 1
    assert counts(alice, page)["文件里没有"] == others
    absent = alice.get(f"{page}?list=absent:1").text
    assert absent.count('href="/bureau/points/') == min(others, 50)
    assert f'href="/bureau/points/{point.code}"' not in absent
    press(alice, f"{page}/take")
    with register.read() as reader:
        assert len(points.matching(reader, "shili")) == others + 1


def test_what_a_file_does_not_name_is_worked_off_in_the_list_before_and_after_it_is_taken(
    alice: FlaskClient, sign_in: SignIn, register: Register
) -> None:
    point = known(register)
    page = sent(alice, book([point.code, point.name, "新备注"], header=["编号", "名称", "备注"]))
    link = re.search(r'href="(/bureau/points\?absent=\w+)"', alice.get(f"{page}?list=absent:1").text)
    assert link
    with register.read() as reader:
        mine = points.matching(reader, "shili")
    others = [p for p in mine if p.code != point.code and p.listing is not Listing.WITHDRAWN]
    listed = alice.get(link[1]).text
    assert f'<span class="soft">{len(others)}个</span></h1>' in listed
    assert "《示例台账.xlsx》里没提到的点位" in said(alice.get(link[1]))
    assert f"{point.code}." not in listed
    gone = others[0]
    answer = press(
        alice, f"/bureau/points/bulk?{link[1].partition('?')[2]}", action="withdraw", why="示例搬走",
        pick=f"{gone.code}.{gone.revision}",
    )  # fmt: skip
    assert link[1] in answer.headers["Location"]
    press(alice, f"{page}/take")
    assert link[1] in alice.get(page).text
    assert f'<span class="soft">{len(others) - 1}个</span></h1>' in alice.get(link[1]).text
    assert sign_in("dora").get(link[1]).status_code == 404
    with register.read() as reader:
        standing = points.get_many(reader, [p.code for p in others])
    assert [c for c, p in standing.items() if p.listing is Listing.WITHDRAWN] == [gone.code]


def test_a_refused_row_is_named_with_its_place_and_fix_and_waits_after_the_take(
    alice: FlaskClient, register: Register
) -> None:
    page = sent(alice, book(row(1), row(2, 名称="")))
    shown = said(alice.get(f"{page}?list=refused:1"))
    assert "点位第3行" in shown
    assert "写上点位名称，或者删掉这一行" in shown
    press(alice, f"{page}/take")
    report = said(alice.get(page))
    assert "新增 1" in report
    assert "台账里没采用的行 1" in report


MANY = book(*(row(n) for n in range(1, 121)))


def test_long_lists_come_in_pages_and_ticks_are_kept_over_them(
    alice: FlaskClient, register: Register
) -> None:
    page = sent(alice, MANY)
    first = alice.get(f"{page}?list=new:1").text
    assert first.count('type="checkbox"') == 50
    assert "第1页，共3页" in first
    shown = list(range(50))
    moved = press(alice, f"{page}/rows", shown=shown, take=[n for n in shown if n not in (3, 4)], to="new:3")
    assert moved.headers["Location"].endswith("list=new:3")
    last = alice.get(moved.headers["Location"]).text
    assert last.count('type="checkbox"') == 20
    assert 'data-others="98"' in last
    press(alice, f"{page}/take", shown=list(range(100, 120)), take=list(range(100, 119)))
    with register.read() as reader:
        names = {p.name for p in points.matching(reader, "shili")}
    left = {"示例试办4号驿站", "示例试办5号驿站", "示例试办120号驿站"}
    assert left & names == set()
    assert len({n for n in names if n.startswith("示例试办")}) == 117


def test_a_whole_list_is_unticked_and_ticked_with_one_button(alice: FlaskClient) -> None:
    page = sent(alice, MANY)
    press(alice, f"{page}/rows", none="new", here="new:2")
    assert 'data-others="0">0</b>' in alice.get(f"{page}?list=new:2").text
    press(alice, f"{page}/take")
    assert "一个点位都没勾上" in said(alice.get(page))
    press(alice, f"{page}/rows", all="new", here="new:2")
    assert ">120</b>" in alice.get(page).text


@pytest.mark.parametrize("odd", ["new:99", "new:x", "nothing:1", "", "absent:-3"])
def test_an_odd_page_is_the_nearest_that_there_is(alice: FlaskClient, odd: str) -> None:
    assert alice.get(sent(alice, MANY), query_string={"list": odd}).status_code == 200


def test_taking_twice_imports_once(alice: FlaskClient, register: Register) -> None:
    page = taken(alice, GOOD)
    again = press(alice, f"{page}/take", shown=["0"])
    assert again.status_code == 303
    with register.read() as reader:
        assert len([b for b in imports.batches(reader) if b.filename == "示例台账.xlsx"]) == 1
    assert "导入好了" in said(alice.get(page))


def test_two_takes_at_once_import_once(app: Flask, sign_in: SignIn, register: Register) -> None:
    clients = [sign_in("alice") for _ in range(4)]
    page = sent(clients[0], MANY)
    tokens = [token_of(client) for client in clients]
    together, codes = threading.Barrier(4), []

    def go(client: FlaskClient, token: str) -> None:
        together.wait()
        codes.append(client.post(f"{page}/take", data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=go, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [303] * 4
    with register.read() as reader:
        assert len([p for p in points.matching(reader, "shili") if p.name.startswith("示例试办")]) == 120
        assert len([b for b in imports.batches(reader) if b.filename == "示例台账.xlsx"]) == 1


def test_an_edit_between_preview_and_take_stops_it_and_shows_the_new_preview(
    alice: FlaskClient, register: Register
) -> None:
    point = known(register)
    page = sent(alice, book([point.code, point.name, "新备注"], ["", "示例试办9号驿站", ""],
                            header=["编号", "名称", "备注"]))  # fmt: skip
    with register.write(Actor("editor", "示例别人")) as writer:
        points.update(writer, point.code, replace(point, note="别人写的"), "改备注")
    press(alice, f"{page}/take")
    shown = said(alice.get(f"{page}?list=changed:1"))
    assert "刚才有人改过这些点位" in shown
    assert "备注：别人写的 → 新备注" in shown
    with register.read() as reader:
        assert points.get(reader, point.code).note == "别人写的"  # type: ignore[union-attr]
        assert not [p for p in points.matching(reader, "shili") if p.name == "示例试办9号驿站"]
    press(alice, f"{page}/take")
    with register.read() as reader:
        assert points.get(reader, point.code).note == "新备注"  # type: ignore[union-attr]


def test_an_edit_that_the_import_does_not_touch_does_not_stop_it_and_is_not_lost(
    alice: FlaskClient, register: Register
) -> None:
    point = known(register)
    page = sent(alice, book([point.code, point.name, "新备注"], header=["编号", "名称", "备注"]))
    with register.write(Actor("editor", "示例别人")) as writer:
        points.update(writer, point.code, replace(point, parking_note="门口"), "改停车")
    press(alice, f"{page}/take")
    with register.read() as reader:
        now = points.get(reader, point.code)
    assert now is not None
    assert (now.note, now.parking_note) == ("新备注", "门口")


def test_what_was_imported_bears_the_editors_name_and_the_file(
    alice: FlaskClient, register: Register
) -> None:
    page = taken(alice, GOOD)
    with register.read() as reader:
        (point,) = [p for p in points.matching(reader, "shili") if p.name == "示例试办1号驿站"]
        (first,) = history(reader, point.code)
    assert (first.actor, first.why) == (Actor("editor", "示例爱丽丝"), "导入台账 示例台账.xlsx")
    assert first.batch == batch_of(alice, page)


def test_the_file_is_not_kept_once_it_is_taken(alice: FlaskClient, register: Register) -> None:
    taken(alice, GOOD)
    with register.read() as reader:
        assert reader.connection.execute(select(s.upload.c.sealed, s.upload.c.preview)).all() == [(b"", None)]


def test_a_name_of_a_file_is_only_a_name(alice: FlaskClient, register: Register) -> None:
    page = sent(alice, GOOD, "<b>示例.xlsx")
    assert "<h1>&lt;b&gt;示例.xlsx</h1>" in alice.get(page).text


def test_a_files_name_is_shown_without_what_shows_as_nothing(alice: FlaskClient) -> None:
    page = alice.get(sent(alice, GOOD, "示例\u202e\x00\u200b台账.xlsx")).text
    assert "示例???台账.xlsx" in page


def test_the_same_file_again_has_nothing_to_take(alice: FlaskClient) -> None:
    taken(alice, GOOD)
    page = sent(alice, GOOD)
    assert "没有要导入的" in said(alice.get(page))


def test_the_list_of_imports_is_the_bureaus_own(
    alice: FlaskClient, charlie: FlaskClient, dora: FlaskClient
) -> None:
    taken(alice, GOOD, filename="爱丽丝的.xlsx")
    assert "爱丽丝的.xlsx" in said(alice.get("/bureau/imports"))
    assert "爱丽丝的.xlsx" not in said(charlie.get("/bureau/imports"))
    assert "爱丽丝的.xlsx" in said(dora.get("/bureau/imports"))


def test_an_account_that_changed_its_bureau_takes_nothing_for_the_old_one(
    alice: FlaskClient, register: Register
) -> None:
    page = sent(alice, GOOD)
    with register.write(Actor("setup", "测试")) as writer:
        writer.connection.execute(
            s.account.update().where(s.account.c.login == "alice").values(bureau="linju")
        )
    assert press(alice, f"{page}/take").status_code == 403


def test_no_editor_keeps_a_roster_for_another_bureau(register: Register) -> None:
    charlie = Account(2, "charlie", "示例查理", Role.EDITOR, "linju")
    tables = Tables(reference.vocabulary(), reference.gazetteer(), date(2026, 9, 14))
    with pytest.raises(NotAllowed):
        upload_roster(register, charlie, "shili", "a.xlsx", GOOD, tables)
