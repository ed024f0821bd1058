"""How to book, in more words than one: 线上预约/电话预约, 拨打55500000预约; and mobiles that stay private."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicepoints.domain.people import mobiles
from servicepoints.domain.phones import read_phones
from servicepoints.domain.points import Contact
from servicepoints.domain.wording import CHANNEL_WORDS
from servicepoints.sheets.composing import says_private
from servicepoints.sheets.words import CHANNEL, channels_in, read_word

PRIVATE = "预约电话是手机号，没写可以公开，只记在联系电话里，页面上不给看"
PRIVATE_FIX = "可以公开的，在“可公开”写“是”；或换成座机"
SEVERAL_FIX = "电话写在“预约电话”，网址写在“预约链接”，别的写在“预约说明”"


@dataclass(frozen=True, slots=True)
class Ways:
    """What a cell of ways to book says beyond its channel: numbers, its words, why a person looks ("")."""

    phone: str
    note: str
    doubt: str


def ways_to_book(text: str) -> Ways | None:
    """What a cell of 预约方式 says besides the channel that `cleaning.channel` reads; None for nothing."""
    ways = channels_in(text)
    if not ways or read_word(CHANNEL, text):
        return None
    doubt = f"写了几种预约方式，只记了第一种“{CHANNEL_WORDS[ways[0]]}”" if len(ways) > 1 else ""
    return Ways("、".join(phone.number for phone in read_phones(text)[0]), text, doubt)


def parted(phone: str, contacts: Sequence[Contact], public: str) -> tuple[str, tuple[Contact, ...], bool]:
    """(the numbers to book by that may be shown, further contacts for the others, whether there are any).

    Mobiles may not be shown that are a private contact's, and after a 否 in 可公开 those of nobody either.
    """
    if not phone:
        return "", (), False
    private, known = says_private(public), {contact.number: contact.public for contact in contacts}
    hidden = [number for number in mobiles(phone) if not known.get(number, not private)]
    left = "、".join(number for number in phone.split("、") if number not in hidden)
    return left, tuple(Contact(number=number) for number in hidden if number not in known), bool(hidden)
