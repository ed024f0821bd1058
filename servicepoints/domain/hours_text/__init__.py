"""Reading Chinese opening hours: tokens → clauses → `opening_hours`. A wrong reading is worse than none."""

from servicepoints.domain.hours_text.reader import read_hours

__all__ = ["read_hours"]
