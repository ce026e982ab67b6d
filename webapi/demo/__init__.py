"""The demo company: made-up people, real purchases, sixteen monthly tier reviews played through the real processes."""
