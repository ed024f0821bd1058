"""Offerings and sessions as rows of the register, and back."""

from datetime import timedelta
from typing import Any

from servicepoints.domain.offerings import Offering, Session, SessionState


def offering_row(offering: Offering) -> dict[str, Any]:
    """The columns of an offering that people write."""
    return {
        "title": offering.title,
        "code": offering.point,
        "kind": offering.kind.value,
        "category": offering.category.value,
        "space": offering.space,
        "description": offering.description,
        "welcome": offering.welcome.value,
        "channel": offering.channel.value,
        "phone": offering.phone,
        "link": offering.link,
        "how": offering.how,
        "how_date": offering.how_date,
    }


def session_of(row: dict[str, Any]) -> Session:
    """The session of a row of `offering_session`."""
    return Session(
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        offering=row["offering"],
        capacity=row["capacity"],
        most=row["most"],
        queue=row["queue"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        notice=timedelta(minutes=row["notice_minutes"]),
        state=SessionState(row["state"]),
        reason=row["reason"],
        moved_from=row["moved_from"],
        series=row["series"],
        code=row["code"],
        revision=row["revision"],
    )


def session_row(session: Session) -> dict[str, Any]:
    """The columns of a session that people write."""
    return {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "capacity": session.capacity,
        "most": session.most,
        "queue": session.queue,
        "opens_at": session.opens_at,
        "closes_at": session.closes_at,
        "notice_minutes": int(session.notice.total_seconds() // 60),
        "closing": session.closing,
        "state": session.state.value,
        "reason": session.reason,
        "moved_from": session.moved_from,
        "series": session.series,
    }
