"""Further forms of views and their copies; sizes one by one, as a sequence and by name."""

from __future__ import annotations

import pytest


def test_sizes_by_name(ag, device):
    x = ag.arange(6.0)
    assert x.view(size=(2, 3)).shape == x.reshape(shape=(2, 3)).shape == (2, 3)
    assert x.view(2, 3).permute(dims=(1, 0)).shape == (3, 2)
    assert x[:1].expand(size=(4,)).shape == (4,)
    assert ag.zeros(size=(2, 3)).shape == ag.rand(size=(2, 3)).shape == (2, 3)
    assert ag.arange(end=3).tolist() == [0, 1, 2]
    assert ag.randint(high=5, size=(2,)).shape == (2,)
    assert [p.shape[0] for p in x.split(split_size=4)] == [4, 2]


def test_copies_have_memory_of_their_own(ag, device):
    x = ag.zeros(2, 3)
    for copy in (
        ag.view_copy(x, (6,)),
        ag.t_copy(x),
        ag.select_copy(x, 0, 1),
        ag.expand_copy(x, (2, 3)),
        ag.slice_copy(x, 1, 0, 2),
        *ag.unbind_copy(x, 1),
        *ag.split_with_sizes_copy(x, [1, 1]),
    ):
        copy.fill_(1.0)
    assert x.sum().item() == 0.0


def test_parts_and_forms_are_views(ag, device):
    x = ag.zeros(2, 4)
    ag.hsplit(x, 2)[1][0] = 1.0
    ag.swapaxes(x, 0, 1)[0] = 2.0
    ag.atleast_3d(x)[1, 1, 0] = 3.0
    assert x.tolist() == [[2.0, 0.0, 1.0, 1.0], [2.0, 3.0, 0.0, 0.0]]


def test_splits_that_do_not_come_out_are_errors(ag, device):
    with pytest.raises(RuntimeError, match="not divisible by the split_size 3"):
        ag.zeros(2, 4).hsplit(3)
    with pytest.raises(RuntimeError, match="vsplit requires a tensor with at least 2 dimension"):
        ag.zeros(2).vsplit(1)
    with pytest.raises(RuntimeError, match="is not expandable to size"):
        ag.zeros(2, 3).sum_to_size(4)


def test_a_condition_alone_gives_places(ag, device):
    rows, columns = ag.where(ag.tensor([[0, 1], [2, 0]]))
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [1, 0])


def test_sizes_as_the_constructors_arguments(ag, device):
    assert ag.Tensor(2, 3).shape == (2, 3)
    assert ag.Tensor([2, 3]).tolist() == [2.0, 3.0]
    with pytest.raises(TypeError, match="data must be a sequence"):
        ag.Tensor(2.5)


def test_functions_fill_elements(ag, device):
    x = ag.arange(4).reshape(2, 2)
    x.t().apply_(lambda v: v + 1)
    assert x.tolist() == [[1, 2], [3, 4]]
    assert x.map_(ag.tensor([10, 20]), max).tolist() == [[10, 20], [10, 20]]
    assert ag.zeros(3, 2).fill_diagonal_(1.0).tolist() == [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    with pytest.raises(RuntimeError, match=r"Can't call apply_\(\) on Variable that requires grad"):
        ag.zeros(1, requires_grad=True).apply_(abs)


def test_memory_in_a_given_layout(ag, device):
    assert ag.empty_strided((2, 3), (4, 1)).stride() == (4, 1)
    assert ag.empty_permuted((2, 3, 4), (2, 0, 1)).stride() == (3, 1, 6)
    with pytest.raises(RuntimeError):
        ag.empty_permuted((2, 3), (0, 0))


def test_buffers_are_read(ag, device):
    assert ag.frombuffer(bytearray([1, 2, 3, 4]), dtype=ag.int16, offset=2).tolist() == [0x0403]
    with pytest.raises(ValueError, match=r"buffer"):
        ag.frombuffer(bytearray(7), dtype=ag.float32)
