"""What one completed task costs over HTTP: SQL statements and commits."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event
from sqlalchemy.orm import Session

from bench.figures import Figure, at_most
from engine.access import queries
from engine.jobs import clock
from engine.kernel.database import transaction
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh
from webapi.app import create_app
from webapi.auth import Claim
from webapi.config import Config
from webapi.db import db
from webapi.parts import Parts

MODELS = Path(__file__).resolve().parent / "models"


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        house = House(engine, WIRING)
        house.person("ann", "staff")
        house.deploy(MODELS / "three_tasks.bpmn")
        first, second = (house.start("three_tasks", by="ann").task("first").id for _ in range(2))
        config = Config(str(engine.url), "a secret for the bench only", clock="manual", var=Path(folder))
        with transaction(Session(engine), write=True) as session:
            clock.begin(session, f"manual:{house.now.isoformat()}", config.zone)
        app = create_app(Parts(config, house.wiring, house.vault))
        row = house.look(lambda ctx: queries.person(ctx.session, "ann"))
        token, _ = app.extensions["keflow.signer"].token(Claim(row.id, row.credential))
        headers = {"Authorization": f"Bearer {token}"}

        def complete(task: str) -> None:
            answer = app.test_client().post(f"/api/v1/tasks/{task}/complete", json={"data": {"n": 1}}, headers=headers)
            assert answer.status_code == 200, answer.json

        complete(first)  # caches are warm from here on
        statements: list[str] = []
        commits: list[int] = []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda c, cur, text, *rest: statements.append(text))
            event.listen(db.engine, "commit", lambda connection: commits.append(1))
            complete(second)
            db.engine.dispose()
        counted = [text for text in statements if not text.startswith("BEGIN")]
        return [
            at_most("SQL statements for one completed task over HTTP", len(counted), 12, "stmts"),
            Figure("commits for the same", len(commits), "commits", "= 1", len(commits) == 1),
        ]
