"""XML out of a workbook, element by element."""

from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

from servicepoints.sheets.limits import broken


def parse_xml(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
) -> None:
    """Call these for each element as it begins and ends; a name in a namespace is "namespace name".

    UnreadableSheet if it is no XML, or in an encoding that nobody knows.
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except (ExpatError, LookupError, ValueError) as error:
        raise broken() from error
