"""Saying what became of the sessions of points that were withdrawn, shut or brought back."""

from flask import flash, url_for
from markupsafe import Markup

from servicepoints.domain.booking_words import counted_words
from servicepoints.services.booking.aftermath import Aftermath


def say(done: Aftermath) -> None:
    """Tells whoever did it, with the way to those whom it concerns."""
    off, shut = done.called_off, done.shut
    if off.sessions:
        calls = f"，{off.people}个人要打电话通知" if off.people else ""
        _tell(f"那里要开的{off.sessions}场一起取消了{calls}。", "去打电话", "phone" if off.people else "")
    if shut.sessions:
        counts = counted_words(shut.sessions, shut.people)
        _tell(f"关门这段时间里还有{counts}，没有取消。", "看是哪些、取消", "shut")
    if done.back:
        flash("撤点时取消了的场次不会自己恢复，要办请重新加。", "bad")


def _tell(words: str, verb: str, which: str) -> None:
    to = f"{url_for('bureau.sessions')}?{which}=1" if which else ""
    link = Markup(' <a href="{}">{} ›</a>').format(to, verb) if to else ""
    flash(Markup("{}{}").format(words, link), "bad")
