"""QR codes for cards."""

import struct

from servicepoints.sharing.qr import SMALLEST_SIDE_PX, qr_png


def test_it_is_a_square_png_wide_enough_for_a_phones_screen() -> None:
    png = qr_png("https://example.gov.cn/p/7K2M9Q")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert width == height >= SMALLEST_SIDE_PX


def test_another_address_is_another_picture() -> None:
    assert qr_png("https://example.gov.cn/p/7K2M9Q") != qr_png("https://example.gov.cn/p/7K2M9R")
