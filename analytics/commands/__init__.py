"""The `reimburse` command: the same house without a screen. One file per verb group, listed in verbs.py."""
