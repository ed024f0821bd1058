"""Accounts: who they are (`people`), signing in and out (`signing`), the second factor
(`factors`), how passwords are kept (`passwords`).

Imports the register, config, reference, the sharing of a QR code, argon2 and pyotp; never Flask.
"""
