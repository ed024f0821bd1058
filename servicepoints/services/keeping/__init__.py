"""Station keepers (驿站负责人): links that let someone at the door keep one point right, without an account.

`links` makes, shows and ends them; `changing` is what a keeper does through one; `accepting` is the bureau's
word on what waits. Imports register and domain; never Flask.
"""
