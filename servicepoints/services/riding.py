"""How couriers ride, as the settings say."""

from servicepoints.config import Settings
from servicepoints.domain.arrival import Riding


def riding_of(settings: Settings) -> Riding:
    """The riding of these settings."""
    return Riding(detour=settings.detour, speed_kmh=settings.speed_kmh, least_minutes=settings.least_minutes)
