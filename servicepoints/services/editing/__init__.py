"""Editing a point at the desk: what was typed is cleaned, merged with what others changed meanwhile, shown as
couriers will see it, and only then stored.

`typed` is a form as strings, `cleaning` and `hours` make values of it, `merging` puts two editors' work
together, `units` has the words, `effects` says what changes for whom, `settling` ends what waited for it.
Only `changing`, `adding` and `reading_hours` touch the register.
"""
