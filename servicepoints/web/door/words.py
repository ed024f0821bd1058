"""What was said at a door, in one line for whoever answers it."""

from datetime import datetime

from servicepoints import reference
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.sightings import RIDER_WORDS, SAW_WORDS, Rider
from servicepoints.domain.trust import ago
from servicepoints.domain.wording import labels
from servicepoints.services.reporting.looking import Sighting


def said_words(said: Sighting, now: datetime) -> str:
    """How long ago, and what: 2小时前 门关着; 昨天 不让进（外卖）; 刚刚 说有的没有：热水."""
    rider = f"（{RIDER_WORDS[said.rider]}）" if said.rider is not Rider.UNSAID else ""
    lacks = f"：{'、'.join(labels(said.lacks, reference.vocabulary()))}" if said.lacks else ""
    when = ago(said.voice.at.astimezone(TIMEZONE), now.astimezone(TIMEZONE))
    words = f"，“{said.words}”" if said.words else ""
    return f"{when} {SAW_WORDS[said.voice.saw]}{rider}{lacks}{words}"
