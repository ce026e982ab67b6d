"""The REST calls of API.md, one file a capability: schemas above, views below."""

from webapi.api import auth, people

BLUEPRINTS = (auth.blueprint, people.blueprint)
