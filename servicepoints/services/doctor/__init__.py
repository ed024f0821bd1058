"""What is configured, missing or wrong with an instance, each with what to do about it.

Looks only; changes nothing. A check that cannot be made because something below it is broken says so itself.
"""

from collections.abc import Mapping

from servicepoints.config import Settings
from servicepoints.services.doctor.choices import keys, maps, public, strangers, wechat
from servicepoints.services.doctor.diagnosis import Diagnosis, Level
from servicepoints.services.doctor.durability import certificates
from servicepoints.services.doctor.operating import desk, following, machine, together
from servicepoints.services.doctor.rounds import rounds
from servicepoints.services.doctor.stores import catalogue, folder, holidays, register

__all__ = ["Diagnosis", "Level", "examine"]


def examine(settings: Settings, environment: Mapping[str, str]) -> list[Diagnosis]:
    """Everything there is to say of this instance, in the order in which one would put it right.

    `environment`: where the settings were read from.
    """
    return [
        *folder(settings),
        *machine(settings),
        *register(settings),
        *certificates(settings),
        *desk(settings),
        *rounds(settings),
        *catalogue(settings),
        *following(settings),
        *holidays(),
        *strangers(environment),
        *keys(settings),
        *public(settings),
        *together(settings),
        *maps(settings),
        *wechat(settings),
    ]
