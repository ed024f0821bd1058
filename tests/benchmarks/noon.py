"""How many machines a country needs at noon: a day of ten million couriers, second by second, on paper first
and then as a queue in front of every processor.

What a request costs are the figures of this folder (two cores, quiet: see RATES); how often couriers ask is
assumed, and stands here to be changed. A node has two cores, as the machine that was measured.
"""

from collections.abc import Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.table import Line

CORES = 2
RATES = {"located list": 2291.0, "near": 4794.0, "other page": 2291.0}
"""Requests a second of one node, the load itself drawn on the same two cores: the row of that name in part
http_rates of 2026-11-27. A point's page and the map count as a located list, which is dearer."""

OPENINGS = 2.0
"""How often a courier opens it on a day. Assumed."""
ASKED = {"located list": 1.5, "near": 0.5, "other page": 1.0}
"""Requests of each opening. Assumed: look, change the filter once in two times, open a point."""
DAY = ((0.10, 9.5, 1.0), (0.20, 11.2, 0.5), (0.45, 13.6, 0.6), (0.15, 16.5, 1.0), (0.10, 21.5, 1.2))
"""(part of the openings, about which hour, how wide in hours). Assumed: most look for a rest after noon's
orders."""
TAPPED, TAP_MINUTES, DIGEST_HOUR = 0.02, 5.0, 13.5
"""A digest goes to every group at the worst moment, and that part of all couriers tap it within minutes."""

COURIERS = {"a city": 400_000, "a large province": 1_500_000, "the country": 10_000_000}
FULL = 0.5
"""A node is planned to be at most so busy."""
QUEUED_S = 120
SECONDS = 86_400


def lines() -> Iterator[Line]:
    """The measurements."""
    for name, couriers in COURIERS.items():
        day = arrivals(couriers)
        peak = int(np.argmax(np.convolve(day, np.ones(60) / 60, "same")))
        worst = float(np.quantile(day[peak - 300 : peak + 300], 0.99))
        requests = worst * sum(ASKED.values())
        busy = worst * processor_s()
        nodes = max(1, ceil(busy / CORES / FULL))
        what = f"{name}, {couriers:,} couriers"
        yield Line(
            f"{what}: the worst second",
            f"{worst:.0f} openings, {requests:.0f} requests ({day.sum() / SECONDS:.0f} openings on average)",
            f"{busy:.1f} processors busy",
        )
        for tried in dict.fromkeys((max(1, nodes // 2), nodes, nodes + 1)):
            waits = queued(worst, tried)
            yield Line(
                f"{what}: {tried} nodes of {CORES} cores" + (" (planned)" if tried == nodes else ""),
                f"waiting p50 {np.median(waits) * 1e3:.1f} ms, p99 {np.quantile(waits, 0.99) * 1e3:.0f} ms",
                f"{busy / CORES / tried:.0%} busy",
                "p99 ≤ 100 ms" if tried == nodes else "",
            )


def arrivals(couriers: int, seed: int = 7) -> NDArray[np.int64]:
    """Openings in each second of a day, drawn."""
    hour = np.arange(SECONDS) / 3600
    rate = np.zeros(SECONDS)
    for part, middle, wide in DAY:
        bell = np.exp(-(((hour - middle) / wide) ** 2) / 2)
        rate += part * couriers * OPENINGS * bell / bell.sum()
    since = (hour - DIGEST_HOUR) * 60
    tapping = np.where(since >= 0, np.exp(-np.maximum(since, 0) / TAP_MINUTES), 0)
    rate += TAPPED * couriers * tapping / tapping.sum()
    return np.random.default_rng(seed).poisson(rate)


def processor_s() -> float:
    """Seconds of a processor that one opening takes."""
    return sum(times * CORES / RATES[what] for what, times in ASKED.items())


def queued(openings_a_second: float, nodes: int, seed: int = 11) -> NDArray[np.float64]:
    """How long each request waits for a processor in two minutes like the worst second, sent to any."""
    dice = np.random.default_rng(seed)
    kinds = list(ASKED)
    weights = np.array([ASKED[kind] for kind in kinds])
    cost = np.array([CORES / RATES[kind] for kind in kinds])
    each = openings_a_second * weights.sum() / (nodes * CORES)
    waits = []
    for _ in range(min(nodes * CORES, 8)):  # all are alike: a few tell
        count = dice.poisson(each * QUEUED_S)
        came = np.sort(dice.uniform(0, QUEUED_S, count))
        takes = dice.choice(cost, count, p=weights / weights.sum()) * dice.exponential(1, count)
        # Lindley: a wait is the work that came before less the time that went by, never below nothing
        behind = np.concatenate([[0], np.cumsum(takes[:-1] - np.diff(came))]) if count else np.zeros(0)
        waits.append(behind - np.minimum.accumulate(behind))
    return np.concatenate(waits)
