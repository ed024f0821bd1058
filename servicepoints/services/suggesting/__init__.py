"""Places that people propose: read from a form, compared with what there is, laid on a desk, decided.

Imports what every service may; never Flask.
"""
