"""A small picture of curves, both axes logarithmic, as SVG that reads in light and dark. No library: lines,
dots and words are all there is."""

import itertools
from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 700, 340, 70, 190, 44, 46
COLOURS = ("#0b7a4b", "#c2410c", "#2563eb", "#9333ea", "#b45309")
DARK = ("#4ade80", "#fb923c", "#93c5fd", "#d8b4fe", "#fcd34d")

Points = Sequence[tuple[float, float]]


def draw(path: Path, title: str, unit: str, curves: Mapping[str, Points]) -> None:
    """Writes the picture: each curve is (size, value) pairs, positive, in order of size."""
    xs = [x for points in curves.values() for x, _ in points]
    ys = [y for points in curves.values() for _, y in points]
    across = (log10(min(xs)), max(log10(max(xs)), log10(min(xs)) + 0.1))
    up = (floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1))

    def at(x: float, y: float) -> tuple[float, float]:
        right = (log10(x) - across[0]) / (across[1] - across[0])
        high = (log10(y) - up[0]) / (up[1] - up[0])
        return LEFT + right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - high * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text class="title" x="{LEFT}" y="24">{escape(title)}</text>']
    for power in range(int(up[0]), int(up[1]) + 1):
        _, y = at(min(xs), 10.0**power)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} {unit}</text>')
    for x in sorted(set(xs)):
        place, _ = at(x, min(ys))
        parts.append(f'<path class="grid" d="M{place:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{place:.1f}" y="{HEIGHT - 26}" text-anchor="middle">{_size(x)}</text>')
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">points</text>'
    )
    ends = _apart([at(*points[-1])[1] for points in curves.values()])
    for number, ((name, points), end) in enumerate(zip(curves.items(), ends, strict=True)):
        places = [at(*point) for point in points]
        line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places)
        word = f'<text x="{places[-1][0] + 10:.1f}" y="{end + 4:.1f}">{escape(name)}</text>'
        parts.append(f'<g class="c{number}"><path d="{line}"/>{dots}{word}</g>')
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" aria-label="{escape(title)}"><style>{_style()}</style>'
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>{"".join(parts)}</svg>\n',
        encoding="utf-8",
    )


def _apart(heights: list[float], least: float = 16.0) -> list[float]:
    """The same heights, moved so that words beside them do not lie on one another."""
    placed = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for above, below in itertools.pairwise(order):
        placed[below] = max(placed[below], placed[above] + least)
    return placed


def _size(number: float) -> str:
    return f"{number / 1e6:g} M" if number >= 1e6 else f"{number / 1e3:g} k"


def _style() -> str:
    def colours(chosen: Sequence[str]) -> str:
        return "".join(
            f".c{n} path{{stroke:{c}}}.c{n} circle,.c{n} text{{fill:{c}}}" for n, c in enumerate(chosen)
        )

    return (
        "text{font:13px sans-serif;fill:#333}.title{font-size:15px;font-weight:600}.ground{fill:#fff}"
        ".grid{stroke:#ddd}path{fill:none}g path{stroke-width:2.5}"
        + colours(COLOURS)
        + "@media(prefers-color-scheme:dark){text{fill:#ddd}.ground{fill:#161b22}.grid{stroke:#333}"
        + colours(DARK)
        + "}"
    )
