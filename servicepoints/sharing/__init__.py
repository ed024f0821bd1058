"""What gets shared: the text that goes into a group, QR codes; and asking the systems that it goes to.

Turns points into words, pictures and pages to print. Imports `domain`, `errors` and `paths`, and `jinja2` for
paper; never a store, Flask or the clock.
"""
