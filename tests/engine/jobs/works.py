"""A worker process for tests that kill it: `python -m tests.engine.jobs.works URL`; ends when told on stdin."""

import sys

from engine.jobs import Worker
from engine.kernel.database import open_engine
from tests.engine.jobs.conftest import House


def main() -> None:
    house = House(open_engine(sys.argv[1]))
    worker = Worker(house.database, house.context)
    worker.start()
    print("works", flush=True)
    sys.stdin.readline()
    worker.stop()


if __name__ == "__main__":
    main()
