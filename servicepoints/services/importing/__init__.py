"""Importing rosters: read, match, weigh, then write in one transaction, and report every row.

`reading` holds a row against itself, `matching` finds the standing point, `merging` puts what is said over
what stands, `planning` decides, `writing` carries it out, `reporting` says what became of it and `telling`
puts that into lines. `codes` tells our codes from other numbers. `weighing` and `writing` touch the register.

At once: `run`. At the desk: `uploading`, `looking` at the `preview`, `choosing`, `taking`, and `undoing`,
whose law is `reversal`; `owning` keeps an account to its own points, `echoes` an export to what it says anew.
"""

from servicepoints.services.importing.report import Finding, ImportReport, RowReport
from servicepoints.services.importing.run import import_roster
from servicepoints.services.importing.telling import report_lines
from servicepoints.sheets.guarding import refuse_large

__all__ = ["Finding", "ImportReport", "RowReport", "import_roster", "refuse_large", "report_lines"]
