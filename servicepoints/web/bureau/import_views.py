"""Importing a roster: send it in, see what it would do, take what is ticked."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.errors import Conflict, InvalidValue, UnreadableSheet
from servicepoints.services.importing import choosing, looking, taking, uploading
from servicepoints.services.importing.decisions import choices
from servicepoints.services.importing.preview import PARTS, TAKEABLE, Preview
from servicepoints.services.importing.weighing import Tables
from servicepoints.services.reviewing import KIND_WORDS
from servicepoints.web.bureau.blueprint import account, blueprint, register, takes_files
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.bureau.review_views import reading_words
from servicepoints.web.state import state

_BESIDE_IT = 64 * 1024
"""What of a form is not the file: its token, its other fields, what stands between them."""
_TOO_LARGE = "文件超过 10 MB：请删掉图片和多余的表，或者分成几个文件，再上传"
_MOVED = "刚才有人改过这些点位，导入的结果会和您看到的不一样，所以先没写进去。下面是现在的样子，看过再导入"


@blueprint.get("/imports")
def imports() -> str:
    """The form, what waits, and earlier imports."""
    return _page()


@blueprint.post("/imports")
@takes_files(uploading.MOST_BYTES + _BESIDE_IT, _TOO_LARGE)
def send_roster() -> tuple[str, int] | Response:
    """Take a file in and show what it would do."""
    file, bureau = request.files.get("file"), _bureau()
    if file is None or not file.filename:
        return _page("请选一个台账文件", bureau), 422
    try:
        name = uploading.upload_roster(register(), account(), bureau, file.filename, file.read(), _tables())
    except UnreadableSheet as error:
        return _page(str(error), bureau), 422
    return redirect(url_for("bureau.one_import", name=name), 303)


@blueprint.get("/imports/<name>")
def one_import(name: str) -> str:
    """What that roster would do, a page of one list; once it is taken, what it did."""
    look = looking.look(register(), account(), name)
    bureaus = looking.overview(register(), account()).bureaus
    bureau = bureaus.get(look.upload.bureau, "按台账里写的局")
    if look.preview is None:
        return render_template("bureau/imported.html", look=look, bureau=bureau, kinds=KIND_WORDS)
    part, page = _place(request.args.get("list", ""), look.preview)
    return render_template(
        "bureau/import.html",
        look=look,
        preview=look.preview,
        bureau=bureau,
        parts=PARTS,
        takeable=TAKEABLE,
        part=part,
        page=page,
        pages=look.preview.pages(part),
        entries=look.preview.page(part, page),
        choices=choices(reference.vocabulary()),
        reading_words=reading_words,
    )


@blueprint.post("/imports/<name>/columns")
def choose_columns(name: str) -> Response:
    """Read the roster again, columns taken for what was chosen; or, from `afresh`, as we would read it."""
    _keep_ticks(name)
    look = looking.look(register(), account(), name)
    chosen = dict(look.decisions.columns)
    for number, column in enumerate(look.preview.columns if look.preview else ()):
        said = request.form.get(f"c{number}", column["field"])
        if said != column["field"]:
            chosen[column["sheet"], column["letter"]] = said
    try:
        again = {} if "afresh" in request.form else chosen
        uploading.read_again(register(), account(), name, again, _tables())
        flash("按改过的列重新读了一遍", "good")
    except (UnreadableSheet, InvalidValue) as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.one_import", name=name), 303)


@blueprint.post("/imports/<name>/rows")
def tick_rows(name: str) -> Response:
    """Keep the ticks of a page and go to another one; `all` and `none` tick or untick a whole list."""
    _keep_ticks(name)
    for words, take in (("all", True), ("none", False)):
        if words in request.form:
            choosing.tick_all(register(), account(), name, request.form[words], take=take)
    to = request.form.get("to", "") or request.form.get("here", "")
    return redirect(url_for("bureau.one_import", name=name, list=to), 303)


@blueprint.post("/imports/<name>/take")
def take_import(name: str) -> Response:
    """Write what is ticked, once, and show what was done."""
    _keep_ticks(name)
    try:
        if taking.take(register(), account(), name, _tables()) is None:
            flash(_MOVED, "bad")
    except Conflict as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.one_import", name=name), 303)


def _page(error: str = "", bureau: str = "") -> str:
    return render_template(
        "bureau/imports.html",
        overview=looking.overview(register(), account()),
        error=error,
        bureau=bureau,
        most=uploading.MOST_BYTES,
    )


def _bureau() -> str:
    """Whose roster it is: an editor's own bureau, for the city the one that was chosen."""
    return request.form.get("bureau", "") if account().is_city else account().bureau


def _keep_ticks(name: str) -> None:
    shown, ticked = _numbers(request.form.getlist("shown")), _numbers(request.form.getlist("take"))
    if shown:
        choosing.tick(register(), account(), name, shown, ticked)


def _numbers(texts: Iterable[str]) -> set[int]:
    return {n for text in texts if (n := whole(text, -1)) >= 0}


def _place(said: str, preview: Preview) -> tuple[str, int]:
    """(list, page from 1) of `changed:2`; the first list that has something, for none or an odd one."""
    part, _, number = said.partition(":")
    if part not in PARTS:
        part = next((name for name in PARTS if preview.parts[name]), "new")
    page = whole(number, 1)
    return part, min(max(page, 1), preview.pages(part))


def _tables() -> Tables:
    return Tables(reference.vocabulary(), reference.gazetteer(), state().clock().date())
