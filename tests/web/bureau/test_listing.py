"""The list of points and what is done to many of them: all or none, only one's own, and a way back."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from servicepoints import reference
from servicepoints.domain.points import Contact, Kind, Listing, Point
from servicepoints.register import Actor, Register, points, reviews, revisions
from servicepoints.register.reviews import ReviewItem
from servicepoints.services import posters
from servicepoints.services.importing import import_roster
from servicepoints.services.publishing import publish
from tests.web.bureau.conftest import NOW, Clock, post

EDITOR = Actor("editor", "示例编辑")
LIST = "/bureau/points"


def standing(register: Register) -> dict[str, Point]:
    with register.read() as reader:
        return {p.code: p for p in points.all_points(reader)}


def ticks(found: Iterable[Point]) -> list[str]:
    return [f"{p.code}.{p.revision}" for p in found]


def some(register: Register, n: int = 3) -> list[Point]:
    listed = [p for p in standing(register).values() if p.listing is Listing.LISTED]
    on_first_page = sorted(listed, key=lambda p: (p.district, p.sub_district, p.name, p.code))
    return sorted(on_first_page[:n], key=lambda p: p.code)


def do(client: FlaskClient, action: str, pick: list[str], where: str = "", **fields: str):
    return post(client, f"{LIST}/bulk{where}", {"action": action, "pick": pick, **fields})


@pytest.fixture
def foreign(register: Register) -> Point:
    """A point of another bureau."""
    with register.write(EDITOR) as writer:
        code = points.insert(writer, Point(name="示例邻局点", kind=Kind.OUTLET, bureau="linju"), "新建")
    return standing(register)[code]


def test_checking_many_says_when_and_by_whom_and_how_many(alice: FlaskClient, register: Register) -> None:
    chosen = some(register)
    answer = do(alice, "check", ticks(chosen), "?sort=name")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{LIST}?sort=name&done=")
    assert "核实了3个点位" in alice.get(answer.headers["Location"]).text
    after = standing(register)
    assert {(after[p.code].checked_on, after[p.code].checked_by) for p in chosen} == {
        (NOW.date(), "示例邮政管理局")
    }
    with register.read() as reader:
        last = revisions.history(reader, chosen[0].code)[-1]
    assert (last.actor, last.why) == (Actor("editor", "示例爱丽丝"), "批量核实")


def test_if_one_has_changed_in_between_none_is_written(
    alice: FlaskClient, register: Register, clock: Clock
) -> None:
    chosen = some(register)
    with register.write(EDITOR) as writer:
        points.update(writer, chosen[2].code, replace(chosen[2], note="示例改动"), "别人改的")
    before = standing(register)
    answer = do(alice, "check", ticks(chosen))
    assert answer.status_code == 409
    assert "一个点位也没改" in answer.text
    assert "已经被别人改过" in answer.text
    assert f'value="{chosen[2].code}.2" aria-label="选 {chosen[2].name}" checked' in answer.text, (
        "ticks are kept"
    )
    assert standing(register) == before


def test_all_of_a_filter_is_done_to_all_pages_and_only_as_it_was_seen(
    alice: FlaskClient, register: Register
) -> None:
    page = alice.get(f"{LIST}?kind=care_station&pick=all").text
    found = re.search(r'name="all" value="(\w+)"', page)
    assert found
    wanted = {p.code for p in standing(register).values() if p.kind is Kind.CARE_STATION}
    assert f"选中了全部{len(wanted)}个" in page
    answer = do(alice, "check", [], "?kind=care_station", all=found[1])
    assert f"核实了{len(wanted)}个点位" in alice.get(answer.headers["Location"]).text
    after = standing(register)
    assert {c for c, p in after.items() if p.checked_on == NOW.date()} >= wanted
    stale = do(alice, "withdraw", [], "?kind=care_station", all=found[1], why="示例")
    assert stale.status_code == 409
    assert "刚刚有改动" in stale.text
    assert 'value="示例"' in stale.text, "the reason is kept"
    assert standing(register) == after


def test_points_of_another_bureau_are_refused_with_all_that_were_chosen_beside_them(
    alice: FlaskClient, charlie: FlaskClient, register: Register, foreign: Point
) -> None:
    before = standing(register)
    assert do(alice, "check", ticks([*some(register), foreign])).status_code == 403
    for action in ("check", "suspend", "resume", "withdraw", "group", "xlsx", "csv"):
        fields = {"reason": "示例", "why": "示例", "until": "2027-01-01T08:00", "group": "示例组"}
        assert do(charlie, action, ticks(some(register)), **fields).status_code == 403, action
    assert standing(register) == before
    assert charlie.get(f"{LIST}?bureau=shili").status_code == 403
    assert charlie.get("/bureau/export?bureau=shili").status_code == 403
    own = charlie.get(LIST).text
    assert foreign.name in own
    assert not any(p.name in own for p in before.values() if p.bureau == "shili")


def test_shutting_for_now_wants_a_coming_moment_and_a_reason(alice: FlaskClient, register: Register) -> None:
    chosen, before = some(register), standing(register)
    for until, reason, said in (
        ("", "装修", "要写到什么时候"),
        ("2026-09-14T09:59", "装修", "已经过去了"),
        ("下周", "装修", "没看懂这个时间"),
        ("2026-09-16T17:00", " ", "要写理由"),
    ):
        answer = do(alice, "suspend", ticks(chosen), until=until, reason=reason)
        assert answer.status_code == 422
        assert said in answer.text
        assert len(re.findall(r'name="pick"[^>]* checked', answer.text)) == 3, "the ticks are kept"
    assert standing(register) == before
    assert do(alice, "suspend", ticks(chosen), until="2026-09-16", reason="装修").status_code == 303
    one = standing(register)[chosen[0].code]
    assert (one.listing, one.listing_reason) == (Listing.SUSPENDED, "装修")
    assert one.suspended_until is not None
    assert one.suspended_until.isoformat() == "2026-09-17T00:00:00+08:00"  # a date is shut to its end
    do(alice, "resume", ticks(standing(register)[p.code] for p in chosen))
    assert standing(register)[chosen[0].code].listing is Listing.LISTED


def test_withdrawing_keeps_code_and_history_and_the_public_page_leads_elsewhere(
    alice: FlaskClient, nobody: FlaskClient, register: Register, settings: object
) -> None:
    middle = [p for p in some(register, 66) if p.district == "徐汇区"]
    point = next(p for p in middle if p.position and not p.position.coarse)
    answer = do(alice, "withdraw", ticks([point]))
    assert answer.status_code == 422
    assert "要写理由" in answer.text
    do(alice, "withdraw", ticks([point]), why="示例搬走")
    assert standing(register)[point.code].listing is Listing.WITHDRAWN
    with register.read() as reader:
        assert [r.revision for r in revisions.history(reader, point.code)] == [1, 2]
    publish(register, settings.catalogue_path)  # type: ignore[attr-defined]
    page = nobody.get(f"/p/{point.code}")
    assert page.status_code == 410
    assert "已撤点" in page.text
    assert "示例搬走" in page.text
    assert "离这儿最近的" in page.text
    assert point.code not in alice.get(LIST).text
    assert point.code in alice.get(f"{LIST}?listing=withdrawn").text
    left = do(alice, "check", ticks([standing(register)[point.code]]))
    assert "核实了0个点位，1个没动" in alice.get(left.headers["Location"]).text


def test_points_are_put_into_a_link_group_and_taken_out(alice: FlaskClient, register: Register) -> None:
    chosen = some(register)
    do(alice, "group", ticks(chosen), group="  示例 联动 ")
    assert {standing(register)[p.code].link_group for p in chosen} == {"示例 联动"}
    do(alice, "group", ticks(standing(register)[p.code] for p in chosen), group="")
    assert {standing(register)[p.code].link_group for p in chosen} == {""}


def test_the_city_hands_points_to_a_bureau_with_all_that_waits_of_them(
    dora: FlaskClient, alice: FlaskClient, charlie: FlaskClient, register: Register, clock: Clock
) -> None:
    chosen = some(register)
    item = ReviewItem(kind="value", code=chosen[0].code, bureau="shili", reason="示例：看一眼", value="示例")
    with register.write(EDITOR) as writer:
        reviews.add_review(writer, item)
    asked = do(dora, "assign", ticks(chosen))
    assert asked.status_code == 422
    assert "要选交给哪个局" in asked.text
    assert do(dora, "assign", ticks(chosen), to="nobody").status_code == 422
    done = do(dora, "assign", ticks(chosen), to="linju")
    assert "交出了3个点位" in dora.get(done.headers["Location"]).text
    assert {standing(register)[p.code].bureau for p in chosen} == {"linju"}
    assert charlie.get(f"{LIST}/{chosen[0].code}").status_code == 200
    assert alice.get(f"{LIST}/{chosen[0].code}").status_code == 403
    assert "邮政管理局：示例邮政管理局 → 示例邻局" in charlie.get(f"{LIST}/{chosen[0].code}/history").text
    with register.read() as reader:
        moved = [i for i in reviews.open_reviews(reader, code=chosen[0].code) if i.reason == item.reason]
    assert [i.bureau for i in moved] == ["linju"]
    clock.now += timedelta(minutes=1)
    do(dora, "assign", ticks(standing(register)[p.code] for p in chosen), to="-")
    assert {standing(register)[p.code].bureau for p in chosen} == {""}


def test_no_editor_hands_points_over_nor_takes_back_that_they_were(
    dora: FlaskClient, alice: FlaskClient, charlie: FlaskClient, register: Register, clock: Clock
) -> None:
    chosen = some(register)
    assert do(alice, "assign", ticks(chosen), to="linju").status_code == 403
    assert "交给哪个局" not in alice.get(LIST).text
    do(dora, "assign", ticks(chosen), to="linju")
    clock.now += timedelta(minutes=1)
    before, code = standing(register), chosen[0].code
    assert post(charlie, f"/bureau/changes/{code}/2/undo", {}).status_code == 403
    assert post(charlie, f"{LIST}/{code}/history/revert/2", {}).status_code == 403
    assert standing(register) == before
    assert post(dora, f"/bureau/changes/{code}/2/undo", {}).status_code == 303
    assert {standing(register)[p.code].bureau for p in chosen} == {"shili"}


def test_points_that_are_nobodys_are_the_citys_to_do_and_no_editors(
    dora: FlaskClient, alice: FlaskClient, register: Register
) -> None:
    with register.write(EDITOR) as writer:
        code = points.insert(writer, Point(name="示例没主站", kind=Kind.OUTLET, bureau=""), "新建")
    desk = dora.get("/bureau/").text
    assert f'<a href="{LIST}?matter=unowned"><span class="what">还不归哪个局</span><strong>1</strong>' in desk
    assert code in dora.get(f"{LIST}?matter=unowned").text
    assert "matter=unowned" not in alice.get("/bureau/").text
    assert "还不归哪个局" not in alice.get(LIST).text


def test_nothing_chosen_is_said_so(alice: FlaskClient) -> None:
    for action in ("check", "xlsx"):
        answer = do(alice, action, [])
        assert answer.status_code == 422
        assert "一个也没选" in answer.text
    assert do(alice, "erase", []).status_code == 422


def test_a_bulk_is_taken_back_as_a_new_change(alice: FlaskClient, register: Register, clock: Clock) -> None:
    chosen = some(register)
    answer = do(alice, "suspend", ticks(chosen), until="2026-09-16T17:00", reason="装修")
    page = alice.get(answer.headers["Location"]).text
    undo = re.search(r'action="(/bureau/changes/[^"]+/undo)"', page)
    assert undo
    clock.now += timedelta(minutes=1)
    assert post(alice, undo[1], {"next": LIST}).headers["Location"] == LIST
    after = standing(register)
    assert all(after[p.code] == replace(p, revision=3, updated_at=after[p.code].updated_at) for p in chosen)
    assert "撤回了3个点位的改动" in alice.get(LIST).text


def test_what_was_changed_again_since_a_bulk_is_asked_about_before_anything_is_taken_back(
    alice: FlaskClient, register: Register, clock: Clock
) -> None:
    chosen = some(register)
    done = do(alice, "suspend", ticks(chosen), until="2026-09-16T17:00", reason="装修")
    undo = f"/bureau/changes/{chosen[0].code}/2/undo"
    assert f"done={chosen[0].code}.2" in done.headers["Location"]
    clock.now += timedelta(minutes=1)
    with register.write(EDITOR) as writer:
        shut = standing(register)[chosen[0].code]
        points.update(writer, shut.code, replace(shut, listing_reason="漏水"), "别人改的")
    before = standing(register)
    asked = post(alice, undo, {})
    assert asked.status_code == 409
    assert chosen[0].name in asked.text
    assert "理由" in asked.text
    assert standing(register) == before
    clock.now += timedelta(minutes=1)
    post(alice, undo, {"how": "spare"})
    after = standing(register)
    assert after[chosen[0].code] == before[chosen[0].code]
    assert {after[p.code].listing for p in chosen[1:]} == {Listing.LISTED}


def test_an_exports_name_survives_a_header(alice: FlaskClient) -> None:
    header = alice.get("/bureau/export?format=csv").headers["Content-Disposition"]
    assert header.isascii()
    name = unquote(header.partition("filename*=UTF-8''")[2])
    assert re.fullmatch("示例邮政管理局.*[.]csv", name)


def test_an_export_is_what_the_filter_lists_without_formulas_and_imports_back_unchanged(
    alice: FlaskClient, register: Register
) -> None:
    odd = some(register, 1)[0]
    spiky = replace(odd, note="=1+1", access_note="@SUM(A1)")
    with register.write(EDITOR) as writer:
        points.update(writer, odd.code, spiky, "示例")
    for ending in ("xlsx", "csv"):
        answer = alice.get(f"/bureau/export?q={odd.code}&format={ending}")
        assert f".{ending}" in answer.headers["Content-Disposition"]
        cells = (
            {
                c
                for row in CalamineWorkbook.from_filelike(BytesIO(answer.data))
                .get_sheet_by_index(0)
                .to_python()
                for c in row
            }
            if ending == "xlsx"
            else set(re.split("[,\r\n]+", answer.data.decode("utf-8-sig")))
        )
        assert {"'=1+1", "'@SUM(A1)"} <= cells
        assert not {"=1+1", "@SUM(A1)"} & cells
    whole = alice.get("/bureau/export")
    listed = {c for c, p in standing(register).items() if p.listing is not Listing.WITHDRAWN}
    report = import_roster(
        register, whole.data, "台账.xlsx", "shili", dry_run=True, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=NOW.date(),
    ).as_json()  # fmt: skip
    assert (report["changed"], report["new"], len(report["unchanged"])) == ([], [], len(listed))


def test_the_ticked_points_are_exported(alice: FlaskClient, register: Register) -> None:
    chosen = some(register)
    answer = do(alice, "csv", ticks(chosen))
    text = answer.data.decode("utf-8-sig")
    assert {p.code for p in some(register, 50) if p.code in text} == {p.code for p in chosen}


def test_the_filter_stays_in_the_address_and_in_the_form(alice: FlaskClient) -> None:
    page = alice.get(f"{LIST}?matter=position&district=%E9%BB%84%E6%B5%A6%E5%8C%BA&sort=checked").text
    assert 'value="position" selected' in page
    assert 'value="checked" selected' in page
    assert "/bureau/export?format=xlsx&amp;matter=position&amp;district=" in page
    assert alice.get(f"{LIST}?matter=nonsense&sort=x&kind=y&listing=z&page=abc").status_code == 200


def test_a_city_account_lists_all_bureaus_and_picks_one(dora: FlaskClient, foreign: Point) -> None:
    assert foreign.code in dora.get(f"{LIST}?q={foreign.code}").text
    assert foreign.code in dora.get(f"{LIST}?bureau=linju").text
    assert foreign.code not in dora.get(f"{LIST}?bureau=shili&q={foreign.code}").text.partition("<tbody")[2]


@pytest.mark.parametrize(("form", "at_door"), [("poster", False), ("sticker", True)])
def test_a_pile_of_paper_has_a_page_for_each_that_was_ticked(
    alice: FlaskClient, register: Register, form: str, at_door: bool
) -> None:
    chosen = some(register)
    answer = do(alice, form, ticks(chosen))
    assert answer.status_code == 200
    assert answer.text.count('<section class="page') == len(chosen)
    assert all(p.name in answer.text for p in chosen)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.text
    assert ("扫一下告诉我们" in answer.text) is at_door


def test_paper_shows_nothing_private(alice: FlaskClient, register: Register) -> None:
    one = some(register)[0]
    secret = Contact(name="王示例", number="13900000009")
    with register.write(EDITOR) as writer:
        points.update(
            writer, one.code, replace(one, contacts=(secret,), access_note="找王示例13900000009"), "测试"
        )
    html = do(alice, "poster", ticks([one])).text
    assert one.name in html
    assert "13900000009" not in html


def test_paper_of_all_that_was_filtered_leaves_out_what_nobody_sees(
    alice: FlaskClient, register: Register
) -> None:
    one, two, *_ = some(register)
    with register.write(EDITOR) as writer:
        points.update(writer, one.code, replace(one, listing=Listing.WITHDRAWN), "测试")
    html = do(alice, "poster", ticks([one, two])).text
    assert html.count('<section class="page') == 1
    assert "1个没上线、已撤点或已结束，没有印" in html
    answer = do(alice, "poster", ticks([one]))
    assert (answer.status_code, "没有可印的" in answer.text) == (422, True)


def test_paper_is_not_printed_without_end(
    alice: FlaskClient, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posters, "MOST_PAGES", 2)
    answer = do(alice, "poster", ticks(some(register)))
    assert (answer.status_code, "一次最多印2个" in answer.text) == (422, True)


def test_nobody_prints_for_another_bureau(alice: FlaskClient, foreign: Point) -> None:
    assert do(alice, "poster", ticks([foreign])).status_code == 403
