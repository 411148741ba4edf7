"""Joining, repeating and turning around: odd shapes and errors."""

from __future__ import annotations

import pytest


def test_cat_leaves_out_empty_vectors(ag, device):
    x = ag.ones(2, 3)
    assert ag.cat([ag.zeros(0), x], 1).shape == (2, 3)
    assert ag.cat([x, ag.zeros(0)], -1).shape == (2, 3)
    assert ag.cat([ag.zeros(2, dtype=ag.int64), ag.ones(1)]).dtype is ag.float32


@pytest.mark.parametrize(
    ("shapes", "dim", "message"),
    [
        ([(2,), (3, 3)], 0, "same number of dimensions"),
        ([(2, 3), (3, 4)], 0, "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4"),
        ([(), (2,)], 0, "zero-dimensional tensor .* cannot be concatenated"),
    ],
)
def test_cat_refuses(ag, device, shapes, dim, message):
    with pytest.raises(RuntimeError, match=message):
        ag.cat([ag.ones(shape) for shape in shapes], dim)


def test_dimensions_out_of_range(ag, device):
    for function in (
        lambda: ag.cat([ag.ones(2, 3)], 2),
        lambda: ag.stack([ag.ones(2)], 2),
        lambda: ag.flip(ag.ones(2), (1,)),
    ):
        with pytest.raises(IndexError, match="Dimension out of range"):
            function()


def test_stack_refuses(ag, device):
    with pytest.raises(RuntimeError, match=r"equal size, but got \[2\] at entry 0 and \[3\] at entry 1"):
        ag.stack([ag.ones(2), ag.ones(3)])
    with pytest.raises(RuntimeError, match="non-empty"):
        ag.stack([])


def test_repeat(ag, device):
    x = ag.tensor([1, 2])
    assert x.repeat(2).tolist() == [1, 2, 1, 2]
    assert x.repeat(2, 1).tolist() == x.repeat((2, 1)).tolist() == [[1, 2], [1, 2]]
    assert ag.tile(ag.ones(2, 2), (2,)).shape == (2, 4)
    with pytest.raises(RuntimeError, match="can not be smaller"):
        ag.ones(2, 2).repeat(2)


def test_repeat_interleave(ag, device):
    x = ag.tensor([[1, 2], [3, 4]])
    assert ag.repeat_interleave(x, ag.tensor([1, 2]), 0).tolist() == [[1, 2], [3, 4], [3, 4]]
    assert ag.repeat_interleave(ag.tensor([0, 2, 1])).tolist() == [1, 1, 2]
    with pytest.raises(RuntimeError, match="same size as input along dim"):
        ag.repeat_interleave(x, ag.tensor([1, 2, 3]), 0)


def test_results_do_not_share_memory(ag, device):
    x = ag.tensor([1.0, 2.0])
    for y in (ag.flip(x, (0,)), ag.roll(x, 0), ag.cat([x]), ag.tile(x, (1,))):
        y.zero_()
    assert x.tolist() == [1.0, 2.0]


def test_roll_and_flip_refuse(ag, device):
    with pytest.raises(RuntimeError, match="shifts and dimensions must align"):
        ag.roll(ag.ones(2, 3), (1, 2), (0,))
    with pytest.raises(RuntimeError, match="dim 0 appears multiple times"):
        ag.flip(ag.ones(2), (0, 0))


def test_meshgrid(ag, device):
    x, y = ag.meshgrid(ag.tensor([1, 2]), ag.tensor([3, 4, 5]), indexing="xy")
    assert x.tolist() == [[1, 2]] * 3
    assert y.tolist() == [[3, 3], [4, 4], [5, 5]]
    with pytest.raises(RuntimeError, match="indexing must be one of"):
        ag.meshgrid(ag.ones(2), indexing="ab")
