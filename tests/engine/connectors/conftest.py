"""The desk that connectors are asked from."""

import pytest

from tests.engine.desk import Desk
from tests.kit import House


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
