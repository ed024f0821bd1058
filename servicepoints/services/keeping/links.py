"""The links: signed, so that nobody guesses one; in the register, so that one ends at once; each for one
point."""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature

from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.register import Reader, Register, Writer, bureaus, keepers, points
from servicepoints.register.keepers import KeeperLink, Use
from servicepoints.services import tokens
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.listing import AsOf, Wanted, choose
from servicepoints.services.owning import own_point, own_points

MOST_LETTERS = 200
_USES_SHOWN = 20
_GONE = "这个链接不能用了：可能过期了、作废了，或者抄漏了。请找给你链接的人再要一个"


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as its bureau sees it: with its token, whether it works, and its latest uses."""

    link: KeeperLink
    token: str
    works: bool
    uses: tuple[Use, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A point and the token of a link for its keeper."""

    code: str
    name: str
    token: str


class Signing:
    """Signs ids of links with the site's key, and reads them back."""

    def __init__(self, secret_key: str) -> None:
        self._signer = tokens.signer(secret_key, "keeper")

    def token(self, number: str) -> str:
        """The token of a link's id."""
        return self._signer.sign(number).decode()

    def number(self, token: str) -> str:
        """The id that a token signs. NotFound if it is not of our making."""
        try:
            number = self._signer.unsign(token).decode()
        except (BadSignature, UnicodeError) as error:
            raise NotFound(_GONE) from error
        # a signature can be spelled in several ways: a link has one address
        if not hmac.compare_digest(token.encode(), self.token(number).encode()):
            raise NotFound(_GONE)
        return number


def keeper_links(
    register: Register, account: Account, code: str, signing: Signing, now: datetime
) -> tuple[Point, list[ShownLink], bool]:
    """A point, its links (the latest first), and whether its bureau trusts its keepers. NotFound,
    NotAllowed."""
    with register.read() as reader:
        point = own_point(reader, account, code)
        bureau = bureaus.get(reader, point.bureau)
        shown = [
            ShownLink(
                link,
                signing.token(link.id),
                link.works(now),
                tuple(keepers.uses(reader, link.id, _USES_SHOWN)),
                keepers.count_uses(reader, link.id),
            )
            for link in keepers.of_points(reader, [code]).get(code, [])
        ]
    return point, shown, bureau is not None and bureau.trusts_keepers


def make_link(register: Register, account: Account, code: str, lasts: timedelta) -> None:
    """A new link to a point, good for so long. NotFound, NotAllowed."""
    with register.write(actor_of(account)) as writer:
        own_point(writer, account, code)
        _make(writer, code, lasts)


def revoke_link(register: Register, account: Account, code: str, number: str) -> None:
    """Ends a link of a point at once. NotFound, NotAllowed; Conflict if it was ended before."""
    with register.write(actor_of(account)) as writer:
        own_point(writer, account, code)
        link = keepers.find(writer, number)
        if link is None or link.code != code:
            raise NotFound("没有这个链接")
        if not keepers.revoke(writer, number):
            raise Conflict("这个链接已经作废了")


def letters(
    register: Register,
    account: Account,
    chosen: Wanted | Collection[str],
    signing: Signing,
    lasts: timedelta,
    at: AsOf,
) -> list[Letter]:
    """A link for each of the points that a filter picks, or of those with these codes: the one that works
    longest, a new one where that ends within half the time. NotFound, NotAllowed; InvalidValue for none, or
    for more than anybody sends."""
    with register.write(actor_of(account)) as writer:
        codes = choose(writer, account, chosen, at).versions if isinstance(chosen, Wanted) else chosen
        if not codes:
            raise InvalidValue("点位", "", "一个也没选", "先在前面打勾")
        if len(codes) > MOST_LETTERS:
            raise InvalidValue("点位", f"{len(codes)}个", f"一次最多发{MOST_LETTERS}个", "分几次发")
        standing = own_points(writer, account, codes)
        links = keepers.of_points(writer, codes)
        written = []
        for code in codes:
            good = [k for k in links.get(code, ()) if k.works(writer.now + lasts / 2)]
            link = max(good, key=lambda k: k.expires_at) if good else _make(writer, code, lasts)
            written.append(Letter(code, standing[code].name, signing.token(link.id)))
    return written


def bureau_of(register: Register, account: Account, code: str) -> str:
    """The slug of the bureau whose point that is. NotFound, NotAllowed."""
    with register.read() as reader:
        return own_point(reader, account, code).bureau


def trust_keepers(register: Register, account: Account, bureau: str, *, trusts: bool) -> None:
    """Whether what the bureau's keepers change of hours and amenities is published at once. NotAllowed;
    Conflict for a point that is no bureau's."""
    require_bureau(account, bureau)
    if not bureau:
        raise Conflict("这个点位还不归哪个局，负责人改的总要先看")
    with register.write(actor_of(account)) as writer:
        bureaus.trust_keepers(writer, bureau, trusts)


def entered(reader: Reader, token: str, signing: Signing, now: datetime) -> tuple[KeeperLink, Point]:
    """The link of a token that still works, and its point. NotFound."""
    link = keepers.find(reader, signing.number(token))
    if link is None or not link.works(now):
        raise NotFound(_GONE)
    point = points.get(reader, link.code)
    if point is None:
        raise NotFound(_GONE)
    return link, point


def _make(writer: Writer, code: str, lasts: timedelta) -> KeeperLink:
    return keepers.make(writer, secrets.token_urlsafe(16), code, writer.now + lasts)
