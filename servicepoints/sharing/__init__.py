"""What gets shared: the text that goes into a group, QR codes; and asking the systems that it goes to.

Turns points into words and pictures. Imports `domain` and `errors`; never a store, Flask or the clock.
"""
