"""Use-cases: one a file, one transaction each.

May import every room below (register, catalogue, sheets, geocoding, sharing, domain); never Flask, click or
folium.
"""
