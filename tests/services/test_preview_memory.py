"""A worker that previews and takes 10,000 rows stays small."""

import pytest

from tests.benchmarks.previewing import MOST_MB, steps


@pytest.mark.sqlite  # the process that is weighed opens the file itself
def test_ten_thousand_rows_are_previewed_and_taken_within_300_mb() -> None:
    peaks = {step["what"]: step["peak_mb"] for step in steps()}
    assert len(peaks) > 5
    assert {what: peak for what, peak in peaks.items() if peak > MOST_MB} == {}
