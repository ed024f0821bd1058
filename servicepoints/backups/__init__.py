"""Backups as files: one file a backup, whole or refused, and which of them are kept.

Knows nothing of what is in them. Imports errors and cryptography; never the register, services or Flask.

Border: a backup lies where others may come by it, or may put another in its place. Believed: a file whose
every frame is authentic under SERVICEPOINTS_BACKUP_KEY; without a key, that it is whole and nothing more.
So: with the key it is sealed by AES-256-GCM, frames in their order; without one, people in it are still
sealed by the register's own key, which is in no backup; nothing is unpacked to more than was put in, and
restoring writes into an empty place alone.
"""
