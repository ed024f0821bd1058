"""The State Council's holidays, from the `holidays` package.

The package's own way to one country imports two hundred others first, 8 MB in every process; China's module
needs none of them, so it is loaded from its file.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import holidays
from holidays import HolidayBase


def _alone() -> Any:
    path = Path(holidays.__file__).parent / "countries" / "china.py"
    spec = spec_from_file_location("holidays_of_china", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"the package `holidays` has no {path}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_MODULE = _alone()

OFFICIAL_THROUGH: int = max(_MODULE.ChinaStaticHolidays.special_public_holidays)
"""The last year whose official arrangement the installed `holidays` knows."""


def listed(year: int) -> HolidayBase:
    """The listed days of one year with their names in Chinese; `weekend_workdays` are its make-up days."""
    days: HolidayBase = _MODULE.China(years=year, expand=False, language="zh_CN")
    return days
