"""Every table of the product, for whoever needs all of the metadata: migrations and tests. The wiring knows all rooms."""
# ruff: noqa: F401, E501

import engine.kernel.vault
import engine.tasks.personal
import engine.wiring
import webapi.db
import webapi.public.limits
