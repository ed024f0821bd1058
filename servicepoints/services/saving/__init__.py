"""Backing an instance up into one file, and bringing it back from one.

Imports `register`, `backups`, `config`, `errors` and its sibling services; never Flask.
"""
