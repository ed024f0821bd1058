"""Workbooks: bytes to rows and rows to bytes.

Reads rosters (台账) as bureaus have them, says what each column was taken for, and writes workbooks that read
back unchanged. Imports the domain and `errors`; knows no register, no Flask, no path on disk.

Border: whoever made a workbook sends it through an editor: any bytes under any name. Believed: what its
cells show, if it can be read within the limits of `limits`; not its name, its type, its sizes, nor who says
to have made it. So: archives are measured before they are unpacked, XML names nothing outside, formulas are
neither worked out nor handed on, old binary workbooks are parsed in a process of its own that may end, and
what is read waits for a person before it is taken.
"""
