"""Where customers stand in the value-potential matrix is kept as changes, and can be asked for later (K6)."""

from datetime import timedelta

from engine.customers import cell_history, commands
from engine.customers.models import Customer, Purchase
from engine.kernel import new_id
from tests.kit import House


def stood(house: House, days_ago: int) -> list[str | None]:
    day = house.now.date() - timedelta(days=days_ago)
    return house.look(lambda ctx: [cell for _, cell in ctx.session.execute(cell_history.standing(ctx, day))])


def marked(house: House) -> int:
    with house.unit() as ctx:
        return cell_history.mark(ctx)


def test_only_changes_are_kept_and_each_day_can_be_asked_for(house: House) -> None:
    """A young customer of the middle band has potential; who objects to profiling stands nowhere."""
    house.deploy("processes/rules")
    with house.unit() as ctx:
        customer = commands.create(ctx, "KH-1", "某公司")
        customer.band = 2
        ctx.session.add(
            Purchase(
                id=new_id(), tenant_id=ctx.tenant, customer_id=customer.id, bought_on=ctx.now.date(), amount_cents=100
            )
        )
    assert (marked(house), marked(house)) == (1, 0)
    house.later(days=40)
    with house.unit() as ctx:
        ctx.session.query(Customer).one().unprofiled_at = ctx.now
    assert (marked(house), marked(house)) == (1, 0)
    assert (stood(house, 41), stood(house, 40), stood(house, 1), stood(house, 0)) == (
        [],
        ["potential"],
        ["potential"],
        [None],
    )
