"""`poisson` and `binomial`."""

from __future__ import annotations

import pytest


def test_extremes(ag):
    assert ag.poisson(ag.zeros(3)).tolist() == [0.0, 0.0, 0.0]
    assert ag.binomial(ag.tensor([0.0, 5.0, 7.0]), ag.tensor([0.5, 0.0, 1.0])).tolist() == [0.0, 0.0, 7.0]
    assert ag.poisson(ag.zeros(0)).shape == (0,)
    assert ag.poisson(ag.tensor(1e9, dtype=ag.float64)).item() == pytest.approx(1e9, rel=1e-3)
    assert ag.binomial(ag.tensor(1e9, dtype=ag.float64), ag.tensor(0.5, dtype=ag.float64)).item() == pytest.approx(
        5e8, rel=1e-3
    )


def test_generators(ag):
    rates = ag.tensor([0.5, 3.0, 20.0, 1000.0])
    count, prob = ag.full((2, 1), 30.0), ag.tensor([0.1, 0.5])
    g = ag.Generator().manual_seed(3)
    first = ag.poisson(rates, generator=g), ag.binomial(count, prob, generator=g)
    assert first[1].shape == (2, 2)
    g.manual_seed(3)
    again = ag.poisson(rates, generator=g), ag.binomial(count, prob, generator=g)
    assert all(bool((a == b).all()) for a, b in zip(first, again, strict=True))


def test_results_are_outside_of_the_graph(ag):
    rate = ag.ones(2, requires_grad=True)
    assert not ag.poisson(rate).requires_grad
    assert not ag.binomial(ag.ones(2), rate * 0.5).requires_grad


@pytest.mark.parametrize(
    ("action", "kind", "message"),
    [
        (lambda ag: ag.poisson(-ag.ones(1)), RuntimeError, "invalid Poisson rate, expected rate to be non-negative"),
        (lambda ag: ag.poisson(ag.ones(1).long()), NotImplementedError, '"poisson'),
        (lambda ag: ag.binomial(-ag.ones(1), ag.zeros(1)), RuntimeError, "binomial expects counts"),
        (lambda ag: ag.binomial(ag.ones(1), 2 * ag.ones(1)), RuntimeError, "binomial expects prob"),
        (lambda ag: ag.binomial(ag.ones(1).long(), ag.ones(1)), NotImplementedError, '"binomial'),
    ],
)
@pytest.mark.only_arraygrad(reason="PyTorch's binomial takes what is no probability")
def test_errors(ag, action, kind, message):
    state = ag.get_rng_state()
    with pytest.raises(kind, match=message):
        action(ag)
    assert bool((ag.get_rng_state() == state).all())


def test_mapped_over_a_batch(ag):
    rates = ag.tensor([0.0, 5.0, 50.0])
    drawn = ag.vmap(ag.poisson, randomness="different")(rates)
    assert drawn.shape == (3,)
    assert drawn[0] == 0
