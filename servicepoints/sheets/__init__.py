"""Workbooks: bytes to rows and rows to bytes.

Reads rosters (台账) as bureaus have them, says what each column was taken for, and writes workbooks that read
back unchanged. Imports the domain and `errors`; knows no register, no Flask, no path on disk.
"""
