"""What was said at a door, in one line for whoever answers it."""

from datetime import datetime

from servicepoints import reference
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.pins import where_words
from servicepoints.domain.points import Position
from servicepoints.domain.sightings import RIDER_WORDS, SAW_WORDS, Rider
from servicepoints.domain.trust import ago
from servicepoints.domain.wording import labels
from servicepoints.services.reporting.looking import Sighting


def said_words(said: Sighting, now: datetime, listed: Position | None) -> str:
    """How long ago, and what: 2小时前 门关着; 昨天 不让进（外卖）; 刚刚 说有的没有：热水; 刚刚 位置不对：
    地图上标的门在登记位置的东北120米 (`listed` being the point's)."""
    rider = f"（{RIDER_WORDS[said.rider]}）" if said.rider is not Rider.UNSAID else ""
    lacks = f"：{'、'.join(labels(said.lacks, reference.vocabulary()))}" if said.lacks else ""
    pin = f"：地图上标的门{where_words(said.pin, listed)}" if said.pin else ""
    when = ago(said.voice.at.astimezone(TIMEZONE), now.astimezone(TIMEZONE))
    words = f"，“{said.words}”" if said.words else ""
    return f"{when} {SAW_WORDS[said.voice.saw]}{rider}{lacks}{pin}{words}"
