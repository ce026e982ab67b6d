"""Notices to people of the house. They hold codes only; words are made in the reader's language where they are read."""
