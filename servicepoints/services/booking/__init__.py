"""Booking: `offering` and `scheduling` are the bureau's, who opens sessions; `taking` and `standing` the
courier's, who books and comes back to the booking; `roster` the desk's, at the door.

Imports register and domain; never Flask.
"""

from servicepoints.register.offerings import Standing

__all__ = ["Standing"]
