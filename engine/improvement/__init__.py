"""Improvement: what is said again and again, what is done about it (T6), and whether it helped (T4)."""
