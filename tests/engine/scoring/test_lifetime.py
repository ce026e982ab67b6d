"""BG/NBD and Gamma-Gamma against the published figures of CDNOW (DOMAIN §2.10)."""

import csv
from importlib.metadata import PackageNotFoundError, distribution

import pytest

from engine.scoring.lifetime import Buyer, Rhythm, Spend, rhythm, spend, sufficient

FILE = "lifetimes/datasets/cdnow_customers_summary_with_transactions.csv"


@pytest.fixture(scope="module")
def buyers() -> list[Buyer]:
    try:
        path = distribution("lifetimes").locate_file(FILE)
    except PackageNotFoundError:
        pytest.skip("the CDNOW summary is not here")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    zbar = next(name for name in rows[0] if name.lower().startswith(("zbar", "m")))
    return [Buyer(int(float(row["x"])), float(row["t_x"]), float(row["T"]), float(row[zbar])) for row in rows]


def test_the_parameters_of_the_paper_are_found(buyers: list[Buyer]) -> None:
    found = rhythm(buyers)
    assert len(buyers) == 2357
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), rel=0.005)
    assert found.log_likelihood == pytest.approx(-9582.43, abs=0.01)


def test_what_a_purchase_is_worth_is_found(buyers: list[Buyer]) -> None:
    found = spend(buyers)
    assert (found.p, found.q, found.v) == pytest.approx((6.249, 3.745, 15.448), rel=0.005)
    assert found.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    assert found.population == pytest.approx(35.17, abs=0.05)


def test_one_customer_as_the_paper_reckons() -> None:
    model = Rhythm(0.2426, 4.4135, 0.7929, 2.4258, 0)
    one = Buyer(2, 30.43, 38.86, 22.35)
    assert model.expected(one, 39) == pytest.approx(1.226, abs=0.001)
    assert model.alive(one) == pytest.approx(0.727, abs=0.001)
    assert Spend(6.249, 3.745, 15.448, 0).expected(one) == pytest.approx(24.66, abs=0.01)


def test_who_never_came_back_counts_as_there_by_the_model_alone() -> None:
    assert Rhythm(0.2426, 4.4135, 0.7929, 2.4258, 0).alive(Buyer(0, 0, 38.86)) == 1


def test_the_longer_the_silence_the_less_is_expected() -> None:
    model = Rhythm(0.2426, 4.4135, 0.7929, 2.4258, 0)
    silent = [model.expected(Buyer(4, 10, age), 39) for age in (12, 20, 40, 80)]
    assert silent == sorted(silent, reverse=True)


def test_too_few_customers_or_repeats_say_nothing() -> None:
    assert not sufficient([Buyer(3, 5, 10)] * 199)
    assert not sufficient([Buyer(0, 0, 10)] * 500)
    assert sufficient([Buyer(1, 5, 10)] * 200)
