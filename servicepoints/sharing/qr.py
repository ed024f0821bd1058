"""QR codes as PNG, made on the server: a long press in WeChat reads an `<img>`, not a canvas."""

import io

import segno

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
