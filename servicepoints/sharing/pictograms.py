"""Pictograms of amenities for posters: our own drawings, lines on a grid of 24.

One row an amenity; one that has no row here is shown by its word alone. All strokes, no fills: they stay
legible on a cheap printer.
"""

from collections.abc import Mapping

_FIGURE_HEAD = "M14 4.5a2 2 0 1 1-4 0a2 2 0 0 1 4 0z"
_WHEELS = "M9 17a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0zM22 17a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0z"
_STEAM = "M8 7c-1-1.4 1-2.6 0-4M12 7c-1-1.4 1-2.6 0-4"

LINES: Mapping[str, str] = {
    "drinking_water": "M6 4h12l-1.6 16H7.6zM6.8 10h10.4",
    "hot_water": f"M4 10h13v5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 11.5h1.2a2.4 2.4 0 0 1 0 4.8H17{_STEAM}",
    "phone_charging": "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15"
    "A1.5 1.5 0 0 1 8 3zM13 7l-3 5.5h4L11 18",
    "ebike_charging": f"{_WHEELS}M5.5 17l3-6h6.5l3.5 6M15 11l-1-3h2.5M11.5 1.5l-2 3.2h3l-2 3.2",
    "battery_swap": "M7 6h10v15H7zM10 6V3h4v3M9.5 11.5h5l-1.8-1.8M14.5 15.5h-5l1.8 1.8",
    "ebike_parking": "M4 4h16v16H4zM10 17V7h3.2a3 3 0 0 1 0 6H10",
    "toilet": "M12 3v18M8 5a1.7 1.7 0 1 1-3.4 0A1.7 1.7 0 0 1 8 5zM4 9h4.6v6.5h-1V21H5v-5.5H4z"
    "M19.4 5A1.7 1.7 0 1 1 16 5a1.7 1.7 0 0 1 3.4 0zM17.7 9l-2.9 7h1.7v5h2.4v-5h1.7z",
    "seating": "M7 3v18M7 13h10M17 13v8M7 8h1",
    "nap": "M3 7v13M3 17h18M21 20v-5a3 3 0 0 0-3-3H9v5M8 12.6a2 2 0 1 1-4 0a2 2 0 0 1 4 0zM15 3h4l-4 4.5h4",
    "air_conditioning": "M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5"
    "M9.5 19.5 12 17l2.5 2.5",
    "heating": f"M4 10h16v8H4zM8 10v8M12 10v8M16 10v8M6 18v3M18 18v3{_STEAM}M16 7c-1-1.4 1-2.6 0-4",
    "microwave": "M3 6h18v12H3zM6 9h9v6H6zM18 9v.01M18 12v.01M18 15v.01M6 18v2M18 18v2",
    "fridge": "M7 3h10v18H7zM7 10h10M9.5 6v2M9.5 12.5v3",
    "meals": "M3 11h18c0 4-2.5 7-6 8H9c-3.5-1-6-4-6-8zM9 21h6M13 8l5-6M16.5 8l4-4.5",
    "wifi": "M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.4a4.2 4.2 0 0 1 6 0M12 19.5v.01",
    "first_aid": "M3 8h18v12H3zM9 8V5h6v3M12 11v6M9 14h6",
    "blood_pressure": "M12 20C5 15 3 12 3 8.8A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 9 1.8C21 12 19 15 12 20z"
    "M5.5 12H9l1.5-3 3 5.5L15 12h3.5",
    "umbrella": "M3 12a9 9 0 0 1 18 0zM12 12v6.5a2 2 0 0 0 4 0M12 3V1.5",
    "air_pump": "M8 10h5v10H8zM5 20h11M10.5 10V4M7.5 4h6M13 17h3a3 3 0 0 0 3-3v-3",
    "lockers": "M4 3h16v18H4zM12 3v18M4 12h16M9 7v1.5M9 16v1.5M17 7v1.5M17 16v1.5",
    "reading_room": "M12 6.5C9.5 4.7 6.5 4.3 3 4.5V18c3.5-.2 6.5.2 9 2c2.5-1.8 5.5-2.2 9-2V4.5"
    "c-3.5-.2-6.5.2-9 2zM12 6.5V20",
    "book_corner": "M4 4h4v16H4zM8 4h4v16H8zM13.2 5.2l3.8-1 4 15-3.8 1z",
    "gym": "M3 9v6M6 6.5v11M18 6.5v11M21 9v6M6 12h12",
    "shower": "M5 21V7a4 4 0 0 1 8 0M9 10.5h8a4 4 0 0 0-8 0zM10.5 13.5V15M15.5 13.5V15M10.5 18v1.5M13 16v1.5"
    "M15.5 18v1.5",
    "laundry": "M5 3h14v18H5zM16 13.5a4 4 0 1 1-8 0a4 4 0 0 1 8 0zM8 6h3M15.5 6v.01",
    "haircut": "M8.5 7a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0zM8.5 17a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0z"
    "M8 8.5l12 9M8 15.5l12-9",
    "women_room": f"{_FIGURE_HEAD}M12 8.5 7.5 16h2.7v5h3.6v-5h2.7z",
    "tv": "M3 5h18v12H3zM8 21h8M12 17v4",
}  # fmt: skip
"""By the key of an amenity: the path of its drawing, in a square of 24."""
