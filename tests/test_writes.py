"""Writing into tensors: what a generated program would not easily come upon."""

from __future__ import annotations


def test_a_number_that_was_written_passes_its_gradient_on(ag, device):
    x = ag.tensor(2.0, requires_grad=True)
    y = x * 1.0
    y[...] = 3 * x
    (y * y).backward()
    assert x.grad.item() == 36.0
