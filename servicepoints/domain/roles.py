"""Roles: who may change what. Deny by default.

An editor touches the points of one bureau, wherever they stand; the city touches all, and is the only one to
touch what belongs to no bureau, the calendar and the accounts. A keeper's link touches one point.
"""

from dataclasses import dataclass
from enum import StrEnum

from servicepoints.domain.points import Point
from servicepoints.errors import NotAllowed


class Role(StrEnum):
    """CITY sees and changes everything; EDITOR what one bureau owns."""

    CITY = "city"
    EDITOR = "editor"


class Scope(StrEnum):
    """What a token of the API may change of its bureau's."""

    POINTS = "points"
    CHECKS = "checks"
    SUSPENSIONS = "suspensions"
    SESSIONS = "sessions"


SCOPE_WORDS = {
    Scope.POINTS: "改点位、加点位",
    Scope.CHECKS: "核实",
    Scope.SUSPENSIONS: "临时关门和恢复",
    Scope.SESSIONS: "活动的场次",
}
ROLE_WORDS = {Role.CITY: "全市", Role.EDITOR: "本局"}


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who signs in: `login` is what they type, `name` how history names them, `bureau` a slug ("" for
    the city)."""

    id: int
    login: str
    name: str
    role: Role
    bureau: str = ""

    @property
    def is_city(self) -> bool:
        """Whether every bureau is theirs."""
        return self.role is Role.CITY

    def owns(self, bureau: str) -> bool:
        """Whether what belongs to that bureau (a slug, "" for nobody's) is theirs to change."""
        return self.is_city or (bool(bureau) and bureau == self.bureau)


def require_owner(account: Account, point: Point) -> None:
    """NotAllowed unless the point is theirs to change."""
    if not account.owns(point.bureau):
        raise NotAllowed(f"{point.code} {point.name} 不归你们局管，不能改")


def require_bureau(account: Account, bureau: str) -> None:
    """NotAllowed unless that bureau (a slug) is theirs."""
    if not account.owns(bureau):
        raise NotAllowed("这是别的局的内容，不能看也不能改")


def require_city(account: Account) -> None:
    """NotAllowed unless they act for the city."""
    if not account.is_city:
        raise NotAllowed("只有全市的账号能做这件事")
