"""同上 and its marks: a cell that says what the cell above it says."""

import re

_DITTO = re.compile(
    r"[（(]?(?:同上(?:行|格|栏|面|一行|述)?|[与和]上(?:面|行)?(?:相同|一样|同)|上同|同前|如上|ditto)[)）]?|[〃″〞\"“”↑]|''|“”|,,",
    re.IGNORECASE,
)
_AND_MORE = re.compile(r"同上(?!海)|同前(?!进)")
DITTO_STARTS = frozenset("（(同上与和如Dd〃″〞\"“”',↑")


def is_ditto(text: str) -> bool:
    """Whether a cell stands for the one above it, and for nothing more."""
    return text[:1] in DITTO_STARTS and _DITTO.fullmatch("".join(text.split())) is not None


def refers_above(text: str) -> bool:
    """Whether a cell begins with 同上 and goes on, so that no cell can be copied for it."""
    return text[:1] == "同" and _AND_MORE.match(text) is not None
