"""Reporting: what couriers say at a door, whom it is put before, and what is answered.

One word in one transaction: it is kept, the facts of the door follow from it, couriers learn of them through
the change feed. No position and no address goes further than this room's arguments.
"""
