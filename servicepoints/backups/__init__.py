"""Backups as files: one file a backup, whole or refused, and which of them are kept.

Knows nothing of what is in them. Imports errors and cryptography; never the register, services or Flask.
"""
