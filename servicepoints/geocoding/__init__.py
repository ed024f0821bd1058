"""Geocoding: an address in, candidates for its position out.

Providers are geopy geocoders, each a file of its own and a row of `chain.PROVIDERS`; the embedded one knows
the pins that people confirmed. Everything handed out is WGS-84. Imports domain, errors, geopy; never the
register.
"""
