"""The group notice (群通知): gathered from the register, laid out, and brought into groups by their robots.

It never waits for the queue: what is not read yet says so and is printed all the same. Imports register,
sharing, domain; never Flask.
"""
