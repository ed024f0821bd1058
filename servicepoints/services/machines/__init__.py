"""Machines: a bureau's own systems, which write through the API with a token, as people do at the desk.

`issuing` makes and ends tokens, `admitting` lets a request in; `points`, `standing` and `sessions` do what
the desk does, with the desk's own rules. Imports register, domain, the other services; never Flask.
"""
