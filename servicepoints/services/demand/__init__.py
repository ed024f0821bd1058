"""Where rest is missing: counting searches, writing the counts down, and what they say.

`outcome` and `counting` stand beside every search and touch no store; `flushing` writes to the register once
a minute. Imports register, catalogue and domain; no position of anyone comes further than `counting`.
"""
