"""HTTP: parse, authorise, call a service, render. One folder for each sort of reader.

Imports `services`, `catalogue`, `maps`, `domain`, `config`, `errors`; never SQL, never a geocoder. What a
view needs of the process it finds in `web.state`; nothing here reads the environment or the clock itself.
"""
