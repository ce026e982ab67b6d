"""Every table of the product, for whoever needs the whole metadata: migrations and tests."""
# ruff: noqa: F401

import engine.access.models
import engine.customers.models
import engine.definitions.models
import engine.history.models
import engine.instances.models
import engine.jobs.models
import engine.kernel.vault
import engine.tasks.models
import webapi.db
