"""The laws of the directory, pure: what a point is, when it is open, where it is, whether to trust it.

Imports the standard library, `opening_hours`, `holidays`, its siblings and `errors`; nothing else. No I/O,
no clock (time is an argument), no Flask, no SQL. Times are Asia/Shanghai; positions are WGS-84 unless a name
says another datum; distances are metres.
"""
