"""Service Points (小哥歇脚地图): where couriers in Shanghai can rest, find it open, and get in.

The rooms, and which may know which, are written down in README.md ("How the house is laid out") and
held by tests/test_rooms.py.
"""

__version__ = "0.2.0"
