"""PyTorch's argument `out`: results are written into tensors that are there."""

from __future__ import annotations

import pytest


def test_a_result_is_written_and_returned(ag, device):
    x, out = ag.tensor([1.0, 2.0]), ag.zeros(2)
    for call in (
        lambda: ag.add(x, 1.0, out=out),
        lambda: ag.sum(ag.stack([x, x + 1]), 1, out=out),
        lambda: ag.cat([x[:1], x[1:] + 1], out=out),
        lambda: ag.addcmul(x, x, x, value=2, out=out),
    ):
        expected = call().tolist()
        out.zero_()
        assert call() is out
        assert out.tolist() == expected


def test_several_results(ag, device):
    values, indices = ag.zeros(2), ag.zeros(2, dtype=ag.int64)
    result = ag.sort(ag.tensor([3.0, 1.0]), out=(values, indices))
    assert result.values is values
    assert (values.tolist(), indices.tolist()) == ([1.0, 3.0], [1, 0])


def test_it_may_be_a_view_and_of_a_wider_dtype(ag, device):
    out = ag.zeros(2, 2, dtype=ag.float64)
    ag.exp(ag.zeros(2), out=out[:, 1])
    assert out.tolist() == [[0.0, 1.0], [0.0, 1.0]]


def test_an_empty_tensor_takes_on_the_shape(ag, device):
    out = ag.empty(0)
    ag.mul(ag.ones(2, 3), 2, out=out)
    assert out.tolist() == [[2.0] * 3] * 2


def test_nothing_is_recorded(ag, device):
    x, out = ag.ones(2, requires_grad=True), ag.zeros(2)
    with pytest.raises(RuntimeError, match="don't support automatic differentiation"):
        ag.add(x, 1.0, out=out)
    assert out.tolist() == [0.0, 0.0]
    with ag.no_grad():
        assert ag.add(x, 1.0, out=out).tolist() == [2.0, 2.0]


def test_what_does_not_fit_is_refused(ag, device):
    with pytest.raises(RuntimeError, match="can't be cast to the desired output type"):
        ag.exp(ag.ones(2), out=ag.zeros(2, dtype=ag.int64))
    with pytest.raises(TypeError, match="argument 'out' must be"):
        ag.exp(ag.ones(2), out=1)


@pytest.mark.only_arraygrad("PyTorch resizes with a warning that says it will stop doing so")
def test_another_shape_is_refused(ag, device):
    out = ag.zeros(3)
    with pytest.raises(RuntimeError, match=r"'out' has shape \[3\], the result \[2\]"):
        ag.exp(ag.ones(2), out=out)
    assert out.tolist() == [0.0] * 3
