"""Measuring: how every bureau's listing stands, noted once a day, so that the desk can show how it moves."""

from servicepoints.errors import Conflict
from servicepoints.register import Actor, Register, measures, throttling
from servicepoints.register.conditions import AsOf

_MACHINE = Actor("machine", "measure")


def measure(register: Register, at: AsOf) -> int:
    """Notes the day of that moment, unless it was noted; how many rows it wrote. RegisterAway.

    Called whenever somebody opens the desk and by the publisher, so that most days are there; a day on which
    nobody did is missing, and stays so.
    """
    with register.read() as reader:
        if measures.is_noted(reader, at.today):
            return 0
    try:
        with register.write(_MACHINE) as writer:
            throttling.forget_old(writer)
            return measures.note(writer, at)
    except Conflict:  # another process was first
        return 0
