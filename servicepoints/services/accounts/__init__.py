"""Accounts: who they are (`people`), signing in and out (`signing`), the second factor
(`factors`), how secrets are kept (`secrets`).

Imports the register, config, argon2; never Flask.
"""
