"""The small map of a point's page: a drawing of ours, with no street and no foreign tile in it.

It shows what one can trust without a map: where the point lies among the others near it, how sure its
position is, and how long 500 m are. North is up; the projection is flat, which is exact enough for two
kilometres.
"""

from collections.abc import Iterable
from math import cos, radians

from servicepoints.domain.points import Position

WIDTH, HEIGHT = 320, 160
REACH_M = 1500.0
"""Metres from the middle to the right edge."""

_M_PER_DEGREE = 111_195.0
_SCALE_M = 500.0

_STYLE = (
    "text{font:12px sans-serif;fill:#414a54}.g{fill:#eef0f3}.s{fill:none;stroke:#0a47b0;stroke-width:1.5}"
    ".o{fill:#7b8794}.p{fill:#0a47b0}.r{stroke:#414a54;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#c2c9d1}.g{fill:#0e1013}.s{stroke:#8fb8ff}.p{fill:#8fb8ff}"
    ".r{stroke:#c2c9d1}}"
)


def sketch(middle: Position, others: Iterable[Position]) -> str:
    """An SVG of `WIDTH` × `HEIGHT` with the point in its middle and the others that are precise as dots."""
    per_metre = WIDTH / 2 / REACH_M
    east = _M_PER_DEGREE * cos(radians(middle.latitude))
    dots = []
    for other in others:
        x = WIDTH / 2 + (other.longitude - middle.longitude) * east * per_metre
        y = HEIGHT / 2 - (other.latitude - middle.latitude) * _M_PER_DEGREE * per_metre
        if 0 < x < WIDTH and 0 < y < HEIGHT and not other.coarse:
            dots.append(f'<circle class="o" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
    sure = max(10.0, min(middle.precision_m * per_metre, WIDTH / 2))
    bar = _SCALE_M * per_metre
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{_STYLE}</style>'
        f'<rect class="g" width="{WIDTH}" height="{HEIGHT}"/>{"".join(dots)}'
        f'<circle class="s" cx="{WIDTH // 2}" cy="{HEIGHT // 2}" r="{sure:.1f}"/>'
        f'<circle class="p" cx="{WIDTH // 2}" cy="{HEIGHT // 2}" r="6"/>'
        f'<path class="r" d="M12 {HEIGHT - 12}h{bar:.1f}"/>'
        f'<text x="{16 + bar:.0f}" y="{HEIGHT - 8}">500米</text>'
        f'<text x="{WIDTH - 24}" y="20">北↑</text></svg>'
    )
