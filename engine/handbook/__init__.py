"""The living handbook: what the deployed versions say, as people read it."""
