"""Views by strides, windows and bits; tensors that become views of themselves."""

from __future__ import annotations

import pytest


def test_strides_show_the_memory(ag, device):
    x = ag.arange(6.0).reshape(2, 3)
    view = x[1].as_strided((2, 2), (3, 1), 1)
    assert view.tolist() == [[1.0, 2.0], [4.0, 5.0]]
    view[0] = 9.0
    x[1, 1] = -1.0
    assert x.tolist() == [[0.0, 9.0, 9.0], [3.0, -1.0, 5.0]]
    assert view.tolist() == [[9.0, 9.0], [-1.0, 5.0]]
    assert (view.stride(), view.storage_offset()) == ((3, 1), 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((2, 2), (4, 1)), "out of bounds for storage of size 20"),
        (((2,), (1, 1)), "mismatch in length"),
        (((2,), (-1,), 4), "Negative strides are not supported"),
        (((2,), (1,), -1), "invalid storage offset -1"),
    ],
)
def test_strides_out_of_bounds_are_errors(ag, device, arguments, message):
    with pytest.raises(RuntimeError, match=message):
        ag.arange(5.0).as_strided(*arguments)


@pytest.mark.only_arraygrad(reason="PyTorch writes, in an order that it does not promise")
def test_elements_that_appear_twice_are_not_written(ag, device):
    for view in (ag.zeros(4).as_strided((2, 2), (1, 1)), ag.zeros(4).unfold(0, 2, 1)):
        with pytest.raises(RuntimeError, match="more than one element of the written-to tensor"):
            view += 1


def test_elements_that_appear_twice_have_twice_the_gradient(ag, device):
    x = ag.ones(4, requires_grad=True)
    (x.as_strided((2, 2), (1, 1)).sum() + x.unfold(0, 3, 1).sum()).backward()
    assert x.grad.tolist() == [2.0, 4.0, 3.0, 1.0]


def test_windows_are_views(ag, device):
    x = ag.arange(8.0).reshape(2, 4)
    windows = x.unfold(1, 2, 2)
    windows[:, 1] = 0.0
    assert x.tolist() == [[0.0, 1.0, 0.0, 0.0], [4.0, 5.0, 0.0, 0.0]]
    assert x.t().unfold(0, 3, 1).shape == (2, 2, 3)
    for arguments in ((1, 5, 1), (1, 2, 0), (1, -1, 1)):
        with pytest.raises(RuntimeError, match=r"size|step"):
            x.unfold(*arguments)


def test_bits_are_shared(ag, device):
    x = ag.zeros(2, 2)
    words, halves = x.view(ag.int32), x.view(dtype=ag.int16)
    words[0, 1] = 0x3F800000
    halves[1, 1] = 0x4000
    assert x.tolist() == [[0.0, 1.0], [2.0, 0.0]]
    assert (halves.shape, halves.stride()) == ((2, 4), (4, 1))
    assert x[1].view(ag.int64).item() == 0x40000000
    with pytest.raises(RuntimeError, match="divisible by 2"):
        ag.zeros(3).view(ag.float64)


def test_a_tensor_becomes_its_view(ag, device):
    x = ag.arange(6.0).reshape(2, 3)
    row, version = x[0], x._version
    assert x.t_() is x
    assert (x.shape, x._version) == ((3, 2), version + 1)
    row[1] = 9.0
    x[2] = -1.0
    assert row.tolist() == [0.0, 9.0, -1.0]
    assert x.unsqueeze_(0).squeeze_().swapaxes_(0, 1).transpose_(0, 1).swapdims_(0, 1).shape == (2, 3)


def test_gradients_go_through_a_changed_shape(ag, device):
    x = ag.arange(4.0).reshape(2, 2).requires_grad_()
    y = x * 2
    row = y[0]
    y.t_()
    y[0] = x[1] * 3  # what was the first column
    (row * ag.tensor([1.0, 10.0])).sum().backward()
    assert x.grad.tolist() == [[0.0, 20.0], [3.0, 0.0]]
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad"):
        x.t_()
    with ag.no_grad():
        x.t_()
    assert x.is_leaf
    assert x.tolist() == [[0.0, 2.0], [1.0, 3.0]]


def test_a_tensor_gets_another_size(ag, device):
    x = ag.arange(6.0)
    assert x.resize_(2, 2).tolist() == [[0.0, 1.0], [2.0, 3.0]]
    assert x.resize_as_(ag.zeros(3, 2)).tolist() == [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    assert x.resize_(8)[:6].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    y = ag.ones(3)
    assert x.set_(y).shape == (3,)
    x[0] = 5.0
    assert y.tolist() == [5.0, 1.0, 1.0]
    with pytest.raises(RuntimeError, match="cannot resize variables that require grad"):
        ag.zeros(2, requires_grad=True).resize_(1)
