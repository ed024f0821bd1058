"""The catalogue (目录): the published file that couriers read, and the finder over it.

A SQLite file without personal data; a copy of it is the open-data download. Imports `domain`, `errors`,
`later`, sqlite_utils, numpy, pykdtree, orjson, pypinyin; never Flask, never the register: what is to be
published is handed in.
"""
