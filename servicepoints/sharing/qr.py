"""QR codes, made on the server: as PNG, since a long press in WeChat reads an `<img>` and not a canvas; as
SVG for paper.
"""

import io
from typing import TYPE_CHECKING

from markupsafe import Markup

from servicepoints.later import later

if TYPE_CHECKING:
    import segno
else:
    segno = later("segno")

SMALLEST_SIDE_PX = 360
"""Twice the 180 CSS pixels at which it is shown, so it stays sharp on a phone's screen."""


def qr_png(address: str) -> bytes:
    """The QR code of an ASCII address as PNG bytes: black on white with the quiet zone of four modules
    that ISO 18004 asks for, a whole number of pixels a module, error correction M, at least
    `SMALLEST_SIDE_PX` wide."""
    code = segno.make(address, error="m", micro=False)
    modules = code.symbol_size(border=4)[0]
    png = io.BytesIO()
    code.save(png, kind="png", scale=-(-SMALLEST_SIDE_PX // modules), border=4)
    return png.getvalue()


def qr_svg(address: str, error: str = "h") -> Markup:
    """The QR code of an ASCII address as an `<svg>` to stand in a page, which gives its size, with the quiet
    zone of four modules: error correction H unless said otherwise, for paper at a door is scratched and
    rained on.

    With Q, a code of whose area a tenth is gone is read in some pictures of it and not in others."""
    code = segno.make(address, error=error, micro=False, boost_error=False)
    return Markup(code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))
