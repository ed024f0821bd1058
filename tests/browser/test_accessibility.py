"""Every page, enumerated from the URL map: axe-core finds nothing wrong with it in light and dark, on a desk
and on a phone, nothing sticks out of the screen, and a picture is kept to look at.

https://github.com/dequelabs/axe-core; its rules are those of WCAG 2.2 A and AA and its own best practices.
"""

import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from servicepoints.app import create_app
from servicepoints.config import load
from tests.browser.conftest import (
    ARTEFACTS,
    HERE,
    PATIENCE_S,
    SCHEMES,
    Desk,
    Eventful,
    Open,
    add_account,
    press,
)

AXE = Path(__file__).parent / "npm_axe/node_modules/axe-core/axe.min.js"
INSTALL = "npm install --prefix tests/browser/npm_axe --no-package-lock"
needs_axe = pytest.mark.skipif(not AXE.exists(), reason=f"needs npm's axe-core: {INSTALL}")

PAGES: Mapping[str, tuple[str, ...]] = {
    "courier.home": ("/",),
    "courier.near": ("/near",),
    "courier.search": ("/search?q=示例", "/search?q=火星", "/search"),
    "courier.district": ("/d/changning", "/d/chongming"),
    "courier.sub_district": ("/d/changning/jiangsulu",),
    "courier.point": (
        *(f"/p/{{{p}}}" for p in ("some", "shut", "gone", "planned", "rooms", "unread", "unplaced")),
        *("/p/{reported}", "/p/{doubted}", "/p/{reported}?at=door"),
    ),
    "courier.card": ("/p/{some}/card",),
    "courier.poster": ("/p/{some}/poster", "/p/{rooms}/poster", "/p/{unread}/poster"),
    "courier.sticker": ("/p/{some}/sticker",),
    "courier.group": ("/p/{rooms}/group",),
    "booking.session": ("/s/{session}", "/s/{session_off}", "/s/{session_elsewhere}"),
    "booking.booking": ("/b/{booked}", "/b/{waits}", "/b/{given_up}"),
    "door.door": ("/p/{some}/door", "/p/{kept}/door", "/p/{gone}/door"),
    "door.report": ("/r/{report}", "/r/{report_fine}", "/r/{report_answered}", "/r/{report_asked}"),
    "offline.shell": ("/offline",),
    "suggest.form": ("/suggest",),
    "suggest.became": ("/suggest/{proposed}", "/suggest/{not_taken}"),
    "map.show": ("/map", "/map?p={some}"),
    "open_data.index": ("/open-data/",),
    "embed.near": ("/embed/near",),
    "embed.district": ("/embed/d/changning", "/embed/d/chongming"),
    "embed.sub_district": ("/embed/d/changning/jiangsulu",),
    "keeper.door": ("/k/{keeper}", "/k/{keeper_shut}", "/k/{keeper_over}", "/k/{keeper_ended}"),
    "bureau.sign_in": ("/bureau/sign-in",),
    "bureau.welcome": ("/bureau/welcome/{welcome}", "/bureau/welcome/{never}"),
    "bureau.desk": ("alice/bureau/", "dora/bureau/"),
    "courier.quality": ("/quality",),
    "courier.privacy": ("/privacy",),
    "bureau.city": ("dora/bureau/city", "dora/bureau/city?bureau=shili"),
    "bureau.demand": ("alice/bureau/demand", "dora/bureau/demand?until=24"),
    "bureau.listing": ("alice/bureau/points?pick=page", "alice/bureau/points?q=火星", "dora/bureau/points"),
    "bureau.point": tuple(f"alice/bureau/points/{{{p}}}" for p in ("some", "rooms", "unread", "gone")),
    "bureau.new_point": ("alice/bureau/points/new", "alice/bureau/points/new?suggestion={suggestion}"),
    "bureau.history": tuple(f"alice/bureau/points/{{{p}}}/history" for p in ("gone", "reported")),
    "bureau.keepers": ("alice/bureau/points/{kept}/keepers",),
    "bureau.place": ("alice/bureau/points/{some}/place", "alice/bureau/points/{unplaced}/place"),
    "bureau.place_next": ("alice/bureau/place",),
    "bureau.review": tuple(
        f"alice/bureau/review/{kind}" for kind in ("hours", "row", "value", "note", "position", "keeper")
    ),
    "bureau.reports": tuple(
        f"{who}/bureau/reports{only}"
        for who in ("alice", "dora")
        for only in ("", "?only=late", "?only=gone")
    ),
    "bureau.suggestions": ("alice/bureau/suggestions", "dora/bureau/suggestions"),
    "bureau.suggestion": ("alice/bureau/suggestions/{suggestion}",),
    "bureau.imports": ("alice/bureau/imports", "dora/bureau/imports"),
    "bureau.one_import": ("alice/bureau/imports/{waiting}", "alice/bureau/imports/{taken}"),
    "bureau.undo_page": ("alice/bureau/batches/{batch}/undo",),
    "bureau.holiday_page": ("alice/bureau/holidays", "dora/bureau/holidays"),
    "bureau.notice": ("alice/bureau/notice", "alice/bureau/notice?length=full"),
    "bureau.robots": ("alice/bureau/robots", "dora/bureau/robots"),
    "bureau.robot": ("alice/bureau/robots/{robot}", "alice/bureau/robots/{robot_dead}"),
    "bureau.sessions": tuple(
        f"{who}/bureau/sessions{how}" for who in ("alice", "dora") for how in ("", "?phone=1")
    ),
    "bureau.offerings": ("alice/bureau/points/{kept}/offerings", "alice/bureau/points/{some}/offerings"),
    "bureau.offering": ("alice/bureau/offerings/{offering}", "alice/bureau/offerings/{offering_ended}"),
    "bureau.new_session": ("alice/bureau/offerings/{offering}/session",),
    "bureau.new_series": ("alice/bureau/offerings/{offering}/series",),
    "bureau.roster": tuple(
        f"alice/bureau/sessions/{{{s}}}" for s in ("session", "session_off", "session_elsewhere")
    ),
    "bureau.session_form": ("alice/bureau/sessions/{session}/change",),
    "bureau.own_account": ("alice/bureau/account",),
    "bureau.two_factors": ("alice/bureau/account/two-factors",),
    "bureau.tokens": ("alice/bureau/tokens", "dora/bureau/tokens"),
    "api_page.page": ("/api/",),
    "bureau.personal": ("dora/bureau/personal",),
    "bureau.accounts": ("dora/bureau/people", "alice/bureau/people"),
}
"""Addresses of each page, with the name of who is signed in before the slash."""
NO_PAGES: Mapping[str, str] = {
    "offline.worker": "/sw.js",
    "offline.street_pack": "/d/changning/jiangsulu/pack",
    "health.alive": "/healthz",
    "health.ready": "/readyz",
    "health.numbers": "/metrics",
    "api.near": "/api/v1/near?lat=31.2242&lon=121.4294",
    "api.points": "/api/v1/points",
    "api.point": "/api/v1/points/{some}",
    "api.search": "/api/v1/search?q=znl",
    "api.districts": "/api/v1/districts",
    "api-docs.openapi_json": "/api/openapi.json",
    "api.sessions": "/api/v1/sessions",
    "api.changes": "/api/v1/changes",
    "booking.calendar": "/b/{booked}/calendar.ics",
    "open_data.robots": "/robots.txt",
    "courier.around": "/p/{some}/around.svg",
    "courier.qr": "/p/{some}/qr.png",
}
"""What answers to programs and <img>: an address of each."""
PARTS = {
    "api.offerings", "courier.sub_district_news", "bureau.export", "bureau.export_demand", "bureau.open_at",
    "static", "leaflet", "open_data.file", "open_data.sitemap", "open_data.without_slash", "suggest.no_pin",
    "wechat.sign", "door.no_pin", "bureau.second_step",
}  # fmt: skip
"""What is fetched into a page, saved as a file, asked with a token, or leads on to another page."""
OTHERS = ("/nowhere", "/p/AAAAAA", "alice/bureau/nowhere")
TOO_SMALL = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, .button, .chip, nav a, label:has(input), input:not([type=hidden])')]
    .filter(e => e.checkVisibility() && (e.tabIndex >= 0 || e.matches('label')) && !e.matches('.unseen'))
    .filter(e => !e.matches('label input, .leaflet-container *'))
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .map(e => 'too small: ' + e.outerHTML.slice(0, 120))"""
OUT_OF_SIGHT = """() => [...document.querySelectorAll('main button')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().left >= innerWidth)
    .map(e => 'beside the screen: ' + e.outerHTML.slice(0, 120))"""
CROWDED = """() => [...document.querySelectorAll('nav a, .field > label + :is(input, textarea, select)')]
    .filter(e => e.checkVisibility())
    .filter(e => e.matches('a') ? e.scrollWidth > e.offsetWidth + 1
        : e.getBoundingClientRect().top < e.previousElementSibling.getBoundingClientRect().bottom - 1)
    .map(e => 'over or beside its neighbour: ' + e.outerHTML.slice(0, 120))"""
WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth)
    .map(e => e.outerHTML.slice(0, 120)).pop()"""
WIDTHS = {"phone": (360, 740), "desktop": (1280, 800)}
TURNS = count(1)
"""What a test writes at the desk is new each time: where it runs again there would be nothing to save."""


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds, each with the first place where it is; only by these rules if some are given."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    wanted = {"runOnly": list(rules)} if rules else {}
    found: list[dict[str, Any]] = page.evaluate(
        "async (wanted) => (await axe.run(wanted)).violations", wanted
    )
    return [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:200]}" for v in found]


def looked_over(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, at both widths in light and dark (where only colours differ),
    and to a finger; a picture of each is kept. What is folded is opened first."""
    wrong = []
    page.wait_for_load_state()
    for size, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            picture = ARTEFACTS / f"{name}-{size}-{scheme}.png"
            page.screenshot(path=picture, full_page=scheme == "light")  # the dark one differs in colours only
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    for size, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for text in ("130%", ""):  # larger text first, then as it is
            page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{size} {text}: wider than the screen: {page.evaluate(WIDEST)}")
        for look in (TOO_SMALL, OUT_OF_SIGHT, CROWDED) if size == "phone" else ():
            wrong += page.evaluate(look)
        for scheme, rules in (("light", ()), ("dark", ("color-contrast",))):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wrong += [f"{size} {scheme}: {found}" for found in violations(page, *rules)]
    return wrong


@pytest.fixture(scope="module")
def people(chromium: Browser, eventful: Eventful) -> Iterator[dict[str, Page]]:
    """A page in the browser of nobody, of alice and of dora."""
    ARTEFACTS.mkdir(exist_ok=True)
    opened = {
        who: chromium.new_context(
            bypass_csp=True, has_touch=True, geolocation=HERE, permissions=["geolocation"], locale="zh-CN"  # type: ignore[arg-type]
        ).new_page()
        for who in ("", "alice", "dora")
    }  # fmt: skip
    for who in ("alice", "dora"):
        eventful.sign_in(opened[who], who)
    yield opened
    for page in opened.values():
        page.context.close()


def test_every_page_is_among_those_that_are_looked_at(eventful: Eventful) -> None:
    app = create_app(load({"SERVICEPOINTS_HOME": str(eventful.home)}))
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert asked == {*PAGES, *NO_PAGES, *PARTS}


@pytest.mark.parametrize("endpoint", NO_PAGES)
def test_what_is_no_page_answers_no_page(eventful: Eventful, endpoint: str) -> None:
    with urllib.request.urlopen(
        eventful.address + eventful.at(NO_PAGES[endpoint]), timeout=PATIENCE_S
    ) as answer:
        assert "html" not in answer.headers["Content-Type"]


@needs_axe
@pytest.mark.parametrize("path", [path for paths in (*PAGES.values(), OTHERS) for path in paths])
def test_axe_finds_nothing_on_any_page(people: dict[str, Page], eventful: Eventful, path: str) -> None:
    who, _, rest = path.partition("/")
    page = people[who]
    page.goto(f"{eventful.address}/{eventful.at(rest)}")
    if page.locator(".folium-map").count():
        page.wait_for_load_state("networkidle")
    if path == "/near":
        page.locator("main a[data-locate]:visible").first.click()  # that of the list, where this tab has one
        page.locator(".card").first.wait_for()
    assert looked_over(page, f"every-{picture_of(path)}") == []


def picture_of(path: str) -> str:
    """A path as a part of a file's name."""
    return "".join(c if c.isalnum() else "-" for c in path).strip("-") or "home"


@needs_axe
def test_axe_finds_nothing_on_the_way_of_an_import(visit: Open, desk: Desk) -> None:
    seen = visit(bypass_csp=True, has_touch=True)
    page = seen.page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/imports")
    turn = next(TURNS)
    rows = [f"示例第{turn}次试办{n}号驿站,示例试办路{n}号,爱心接力站,随便开开" for n in range(60)]
    data = "\n".join(
        ["名称,地址,类型,开放时间", ",示例没名字路1号,爱心接力站,每天8:00-17:00", *rows]
    ).encode()
    page.set_input_files("#f-file", {"name": "a.csv", "mimeType": "text/csv", "buffer": data})
    press(page, "上传")
    assert looked_over(page, "import-new") == []
    for name, words in (("refused", "没采用"), ("review", "要人看"), ("absent", "文件里没有")):
        press(page, words)
        assert looked_over(page, f"import-{name}") == []
    press(page, "个点位")
    assert looked_over(page, "import-taken") == []
    press(page, "撤回这次导入", "link")
    assert looked_over(page, "import-undo") == []


@needs_axe
def test_axe_finds_nothing_on_the_ways_of_an_edit(visit: Open, desk: Desk) -> None:
    seen, other = visit(bypass_csp=True, has_touch=True), visit()
    for one in (seen, other):
        desk.sign_in(one.page)
        one.page.goto(f"{desk.address}/bureau/points/{desk.code}")
    page = seen.page
    page.get_by_text("一格一格填").click()
    press(page, "加一个季节")
    press(page, "加几天不一样的")
    assert looked_over(page, "edit-grid") == []
    page.goto(f"{desk.address}/bureau/points/{desk.code}")
    page.fill("#f-name", "")
    page.evaluate("document.querySelectorAll('[required]').forEach(i => i.removeAttribute('required'))")
    press(page, "看看会改什么")
    page.locator(".warn[role=alert]").wait_for()
    assert looked_over(page, "edit-refused") == []
    page.goto(f"{desk.address}/bureau/points/{desk.code}")
    turn = next(TURNS)
    for one, words in ((other, f"示例：北门，第{turn}次"), (seen, "示例：南门")):
        one.page.fill("#f-parking_note", words)
        press(one.page, "看看会改什么")
        if one is other:
            press(one.page, "确认保存")
            one.page.get_by_role("status").first.wait_for()
    page.locator(".side").first.wait_for()
    assert looked_over(page, "edit-conflict") == []
    page.get_by_label("用我的").check()
    press(page, "选好了")
    page.get_by_role("button", name="确认保存").wait_for()
    assert looked_over(page, "edit-confirm") == []


@needs_axe
def test_axe_finds_nothing_on_the_ways_of_two_steps(visit: Open, desk: Desk) -> None:
    page = visit(bypass_csp=True, has_touch=True).page
    desk = replace(desk, login=f"anne{next(TURNS)}")  # nobody else need show a code where this fails
    add_account(desk.home, desk.login)
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/account")
    press(page, "打开", "link", exact=True)
    key = page.locator(".scan ~ .text").inner_text().replace(" ", "")
    figures = map("{:06}".format, range(9))
    wrong = next(code for code in figures if not pyotp.TOTP(key).verify(code, valid_window=9))
    page.fill("#f-old", desk.password)
    page.fill("#f-code", wrong)
    press(page, "打开", exact=True)
    page.locator(".error").wait_for()
    assert looked_over(page, "two-factors-refused") == []
    page.fill("#f-old", desk.password)
    page.fill("#f-code", pyotp.TOTP(key).now())
    press(page, "打开", exact=True)
    page.get_by_role("heading", name="两步验证打开了").wait_for()
    assert looked_over(page, "recovery-codes") == []
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="打印").click()
    expect(page).to_have_title("printed")
    recovery = page.locator(".codes li").first.inner_text()
    press(page, "抄好了", "link")
    assert looked_over(page, "account-two-factors") == []
    page.context.clear_cookies()
    page.goto(f"{desk.address}/bureau/points")
    page.fill("[name=login]", desk.login)
    page.fill("[name=password]", desk.password)
    page.click("main button.act")
    page.get_by_role("heading", name="还有一步").wait_for()
    page.fill("#f-code", wrong)
    press(page, "登录")
    page.locator(".error").wait_for()
    assert looked_over(page, "sign-in-code") == []
    page.fill("#f-code", recovery)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{desk.address}/bureau/points")
    page.goto(f"{desk.address}/bureau/account")
    page.fill("#f-off", desk.password)
    page.get_by_role("button", name="关掉两步验证").click()
    page.get_by_text("两步验证关了").wait_for()


@needs_axe
def test_axe_finds_nothing_on_a_form_that_was_refused(visit: Open, desk: Desk) -> None:
    page = visit(bypass_csp=True, has_touch=True).page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/points?pick=page")
    page.locator(".bulk summary").nth(1).click()
    press(page, "撤点", exact=True)
    assert looked_over(page, "bulk-refused") == []
    page.goto(f"{desk.address}/bureau/points?pick=page")
    press(page, "发给负责人")
    page.get_by_role("heading", name="发给驿站负责人").wait_for()
    assert looked_over(page, "letters") == []
    page.goto(f"{desk.address}/bureau/account")
    for field in ("old", "password", "again"):
        page.fill(f"#f-{field}", "short")
    press(page, "改密码")
    page.locator(".error").first.wait_for()
    assert looked_over(page, "password-refused") == []
    page.goto(f"{desk.address}/bureau/points?matter=stale&pick=page")
    page.context.clear_cookies()
    press(page, "核实")
    assert looked_over(page, "send-again") == []
