"""What a service task may call: one file a connector, one line in the tuple below.

The form of a connector (`Connector`, `Case`, `BusinessError`) is in engine/instances/services.py, with the room that
calls it.
"""

from engine.instances.services import Connector

CONNECTORS: tuple[Connector, ...] = ()
