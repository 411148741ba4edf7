"""Functions of the elements that a mask keeps: what they give where it keeps none, dtypes, and errors."""

from __future__ import annotations

import math

import pytest

NAN, INF = math.nan, math.inf


@pytest.fixture
def table(ag, device):
    """Two rows, and a mask that keeps nothing of the second."""
    return ag.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), ag.tensor([[True, False, True], [False, False, False]])


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("sum", (1,), [4.0, 0.0]),
        ("prod", (1,), [3.0, 1.0]),
        ("amax", (1,), [3.0, -INF]),
        ("amin", (1,), [1.0, INF]),
        ("argmax", (1,), [2.0, 0.0]),
        ("argmin", (1,), [0.0, 0.0]),
        ("mean", (1,), [2.0, NAN]),
        ("median", (1,), [1.0, NAN]),
        ("var", (1,), [2.0, NAN]),
        ("std", (1, False), [1.0, NAN]),
        ("norm", (2.0, 1), [math.sqrt(10.0), 0.0]),
        ("norm", (-INF, 1), [1.0, INF]),
        ("logsumexp", (1,), [3.0 + math.log1p(math.exp(-2.0)), -INF]),
        ("cumsum", (1,), [[1.0, 1.0, 4.0], [0.0, 0.0, 0.0]]),
        ("cumprod", (1,), [[1.0, 1.0, 3.0], [1.0, 1.0, 1.0]]),
        ("softmax", (1,), [[1 / (1 + math.exp(2.0)), 0.0, 1 / (1 + math.exp(-2.0))], [NAN] * 3]),
        ("softmin", (1,), [[1 / (1 + math.exp(-2.0)), 0.0, 1 / (1 + math.exp(2.0))], [NAN] * 3]),
        ("normalize", (2.0, 1), [[1 / math.sqrt(10.0), 0.0, 3 / math.sqrt(10.0)], [0.0] * 3]),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning", "ignore:divide by zero:RuntimeWarning")
def test_values_where_a_mask_keeps_some_and_none(ag, table, name, arguments, expected):
    masked = __import__(f"{ag.__name__}.masked", fromlist=["masked"])
    x, mask = table
    result = getattr(masked, name)(x, *arguments, mask=mask)
    assert result.dtype == x.dtype
    flat = result.reshape(-1).tolist()
    wanted = [v for row in expected for v in (row if isinstance(row, list) else [row])]
    assert flat == pytest.approx(wanted, rel=1e-6, nan_ok=True)


def test_masks_broadcast_and_reach_the_gradient(ag, device):
    masked = __import__(f"{ag.__name__}.masked", fromlist=["masked"])
    x = ag.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
    masked.mean(x, 1, mask=ag.tensor([True, False, True])).sum().backward()
    assert x.grad.tolist() == [[0.5, 0.0, 0.5]] * 2
    assert masked.sum(x.detach(), keepdim=True, mask=ag.tensor([1, 0, 2])).tolist() == [[14.0]]


def test_integers(ag, device):
    masked = __import__(f"{ag.__name__}.masked", fromlist=["masked"])
    x, mask = ag.tensor([[4, 2, 9]]), ag.tensor([True, True, False])
    assert masked.sum(x, 1, mask=mask).tolist() == [6]
    assert masked.amax(x, 1, mask=mask).tolist() == [4]
    assert masked.amin(x, 1, mask=~mask & mask).tolist() == [2**63 - 1]
    assert masked.argmin(x, 1, mask=mask).dtype == ag.int64
    assert masked.median(x, 1, mask=mask).tolist() == [2]
    with pytest.raises(ValueError, match="fully masked out rows"):
        masked.median(x, 1, mask=~mask & mask)
    with pytest.raises(ValueError, match="Could not infer output dtype"):
        masked.mean(x, mask=mask)


def test_errors(ag, device):
    masked = __import__(f"{ag.__name__}.masked", fromlist=["masked"])
    x = ag.ones(2, 3)
    with pytest.raises(IndexError, match="mask dimensionality higher than of the input"):
        masked.sum(x, mask=ag.ones(1, 2, 3))
    with pytest.raises(RuntimeError):
        masked.sum(x, mask=ag.ones(3, 2))
    with pytest.raises(AssertionError, match="Only one of unbiased and correction"):
        masked.var(x, 1, True, correction=1)
