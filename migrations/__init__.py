"""Alembic's migrations, inside the package so that an installed keflow can bring any database to its release.

`python -m migrations "what changes"` writes the next one from the difference between the migrations and the metadata.
"""
