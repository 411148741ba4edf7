"""Methods that fill a tensor with random numbers: their ranges, moments and refusals."""

from __future__ import annotations

import pytest


def test_moments_of_further_distributions(ag, device):
    ag.manual_seed(0)
    trials = ag.zeros(4000).geometric_(0.25)
    assert trials.min().item() == 1.0
    assert abs(trials.mean().item() - 4.0) < 0.3
    logs = ag.zeros(4000).log_normal_(0.5, 0.25).log()
    assert abs(logs.mean().item() - 0.5) < 0.02
    assert abs(logs.std().item() - 0.25) < 0.02
    spread = ag.zeros(4000).cauchy_(3.0, 2.0) - 3.0
    assert abs(spread.median().item()) < 0.3
    assert abs(spread.abs().median().item() - 2.0) < 0.3
    assert ag.zeros(3, dtype=ag.int64).geometric_(0.5).dtype == ag.int64


def test_random_integers_fill_the_range_of_the_dtype(ag, device):
    ag.manual_seed(0)
    assert ag.zeros(200, dtype=ag.uint8).random_().max().item() > 200
    assert ag.zeros(100, dtype=ag.int64).random_().max().item() > 2**61
    assert ag.zeros(100, dtype=ag.float32).random_().max().item() > 2**22
    assert ag.zeros(100).random_(5).max().item() == 4.0


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("geometric_", (1.0,), r"expects p to be in \(0, 1\), but got p=1"),
        ("cauchy_", (0.0, -1.0), "expects sigma > 0.0"),
        ("log_normal_", (0.0, 0.0), "expects std > 0.0"),
    ],
)
def test_parameters_out_of_range_are_refused(ag, device, name, arguments, message):
    with pytest.raises(RuntimeError, match=message):
        getattr(ag.zeros(2), name)(*arguments)


def test_multinomial_never_draws_what_has_no_weight(ag, device):
    weights = ag.tensor([[0.0, 2.0, 0.0, 1.0], [0.0, 0.0, 1.0, 5.0]])
    for _ in range(5):
        drawn = ag.multinomial(weights, 2).tolist()
        assert [sorted(row) for row in drawn] == [[1, 3], [2, 3]]
