"""The cells of a row that say whether its place is there and open, and to whom: states, notes, asides."""

from collections.abc import Mapping
from typing import Any

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Audience, insiders_only
from servicepoints.domain.wording import AUDIENCE_WORDS
from servicepoints.sheets.listing_words import (
    Spoken,
    announced,
    spoken,
    stated_listing,
    unclear_fate,
    unread_status,
)
from servicepoints.sheets.openness import audience_in, cost_in, insiders_by_note
from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.texts import is_blank

Doubt = tuple[str, Cell, str, str, str]
"""(field, cell, words, reason, fix) of what is odd."""


def read_state(
    row: Row, known: Mapping[str, Any], gazetteer: Gazetteer
) -> tuple[dict[str, Any], list[Doubt]]:
    """(fields, doubts) of a row, of which other columns are `known` already: 谁能进, 是否免费."""
    fields: dict[str, Any] = {}
    doubts: list[Doubt] = []
    spoken_of = spoken(row)
    listing, words = stated_listing(spoken_of, gazetteer)
    if listing:
        fields |= {"listing": listing, "listing_reason": words}
    else:
        doubts += _unlisted(spoken_of, gazetteer)
    asked = any(not is_blank(cell.text) for cell in row.values.get("audience", ()))
    audience = known.get("audience")
    for cell, told in _told(row):
        if not asked or audience or insiders_only(told):  # a column that was not read may say less
            audience = fields["audience"] = _narrower(cell, told, audience, asked, doubts)
    costs = [cost for cell in row.values.get("status", ()) if (cost := cost_in(cell)) is not None]
    if costs and "free" not in known:
        fields["free"] = costs[0]
    return fields, doubts


def _unlisted(told: Spoken, gazetteer: Gazetteer) -> list[Doubt]:
    """What says of a place that is listed that it may not be, or not for long."""
    if cell := unread_status(told.row):
        fix = "写“正常”“暂停”或“停用”；谁能进、什么时候开，写在“谁能进”“开放时间”"
        return [("status", cell, cell.text, "看不出还开不开", fix)]
    if coming := announced(told):
        return [("note", *coming, "还没到时候，现在照样按开着的记", "到时候改地址，或者在后台撤点")]
    if unclear := unclear_fate(told, gazetteer):
        fix = "撤了就写“已撤点”；搬了、改名了就改成新的；是以前的事，写“已搬迁至现址”"
        return [("note", *unclear, "看不出这个点位还在不在、搬没搬，现在照样按开着的记", fix)]
    return []


def _told(row: Row) -> list[tuple[Cell, Audience]]:
    """The cells that say who may enter without being asked, and what they say."""
    told = [(cell, audience_in(cell)) for cell in row.values.get("status", ()) if not is_blank(cell.text)]
    told += [(cell, insiders_by_note(cell)) for cell in row.values.get("note", ())]
    return [(cell, audience) for cell, audience in told if audience]


def _narrower(
    cell: Cell, told: Audience, stated: Audience | None, asked: bool, doubts: list[Doubt]
) -> Audience:
    """What is kept of two that are said: never the wider one, and a person hears of what lets nobody in."""
    shut = insiders_only(told)
    if stated and insiders_only(stated) != shut:
        kept = told if shut else stated
        reason = f"和别处写的谁能进说法不一，先记成“{AUDIENCE_WORDS[kept]}”"
        doubts.append(("audience", cell, cell.text, reason, "改成一致的"))
        return kept
    kept = stated or told
    if shut and not asked:
        reason = f"谁能进记成“{AUDIENCE_WORDS[kept]}”"
        doubts.append(("audience", cell, cell.text, reason, "不对的话，加一列“谁能进”写上"))
    return kept
