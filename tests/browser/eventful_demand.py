"""What couriers looked for round the points of a bureau, made up and added as workers add it."""

import random
from datetime import datetime, timedelta

from servicepoints.domain.cells import Cell, cell_of
from servicepoints.domain.demand import ANY, Count, Slot, month_of
from servicepoints.register import Actor, Register, demand
from servicepoints.register.conditions import AsOf
from servicepoints.services.measuring import measure

NEEDS = ("hot_water", "phone_charging", "toilet", "battery_swap")


def let_search(register: Register, bureau: str, now: datetime) -> None:
    """A month of searches, the evenings and nights the worst."""
    dice, counts = random.Random(7), {}
    with register.read() as reader:
        places = [place for place in demand.places_of(reader, bureau).values() if place]
    middles = {cell_of(*place) for place in places}
    cells = sorted({Cell(c.north + n, c.east + e) for c in middles for n in (-1, 0, 1) for e in (-1, 0, 1)})
    for cell in cells:
        busy = dice.random() ** 3
        for hour in range(168):
            late = hour % 24 >= 20 or hour % 24 < 6
            asked = round(busy * dice.randrange(0, 6) * (1.5 if late else 1))
            served = sum(dice.random() > (0.9 if late else 0.3) for _ in range(asked))
            for need, share in ((ANY, 1.0), (dice.choice(NEEDS), 0.4)):
                part = round(asked * share)
                if part:
                    slot = Slot(cell, month_of(now), hour, need)
                    counts[slot] = Count(part, min(part, round(served * share)))
    with register.write(Actor("machine", "demand")) as writer:
        demand.add(writer, "示例", counts)


def let_days_pass(register: Register, now: datetime) -> None:
    """Two months that were measured, but for a week."""
    for days in range(60, -1, -1):
        if not 30 < days < 38:
            measure(register, AsOf(now - timedelta(days=days), 180))
