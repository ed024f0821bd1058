"""The list round a position, put together from a form that is kept, is what its template makes."""

from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from servicepoints import reference
from servicepoints.domain.wording import FEW_POINTS
from servicepoints.web.courier import near_page, round
from servicepoints.web.courier.fragments import Fragments
from servicepoints.web.courier.lists import CardGroup, ListPage
from servicepoints.web.courier.near_page import Around
from tests.web.courier.test_near import HERE

CARDS = ("", "<li>示例</li>", "<li>示例一</li><li>示例二</li>")


def some_page(dice: Random) -> ListPage:
    """Any page of few words, so that many are alike in all but one thing."""
    lines = dice.choice([(), ("示例",), (FEW_POINTS,), (Markup("<p>示例</p>"), "<示例>")])
    styles = dice.choice([(), ("usable",), ("usable", "closed"), ("closed", "unknown")])
    if not styles:
        heading, more = dice.choice(["", "全部 3", "全部 60+"]), dice.choice(["", "/near?more=all-100#all"])
        return ListPage(lines, heading, cards=Markup(dice.choice(CARDS)), more=more)
    groups = (
        CardGroup(
            style, dice.choice(["示例", "别的"]), dice.choice(["0", "20+"]), Markup(dice.choice(CARDS)),
            dice.choice(["", f"/near?more={style}-60#{style}"]), dice.choice([True, False]),
        )
        for style in styles
    )  # fmt: skip
    return ListPage(lines, groups=tuple(groups))


def test_a_kept_form_with_what_differs_put_in_is_the_template_s(courier: FlaskClient) -> None:
    dice = Random(7)
    fragments = Fragments(courier.application.jinja_env, reference.vocabulary())
    for _ in range(600):
        page = some_page(dice)
        around = Around(
            Markup(dice.choice(["<nav>示例</nav>", "<nav></nav>"])), dice.choice(["/near", "/near?need=nap"]),
            dice.choice(["", "偏差20米", "偏差30米"]), dice.choice([True, False]),
        )  # fmt: skip
        assert near_page.draw(page, around, fragments) == near_page.render(
            page, around, fragments.environment
        )


def test_what_is_put_in_is_text(courier: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_words(page: ListPage, around: Around, fragments: Fragments) -> str:
        return near_page.draw(page, around._replace(words="<b>&<!-- cards -->"), fragments)

    monkeypatch.setattr(round, "draw", with_words)
    for _ in range(2):
        html = courier.post("/near", data=HERE).text
        assert "&lt;b&gt;&amp;&lt;!-- cards --&gt;" in html
        assert "<b>&" not in html


def test_forms_are_few(courier: FlaskClient) -> None:
    def forms() -> Any:
        return courier.application.extensions["servicepoints.courier.cards"].fragments.forms

    before = len(forms()._values)
    for metres in range(20):
        courier.post("/near", data={**HERE, "lat": f"31.{22400 + metres}", "accuracy": f"{metres + 5}"})
    assert len(forms()._values) - before <= 3
