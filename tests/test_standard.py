"""Tensors under the rules of the array API standard: promotion, copy on write, writes from several threads."""

from __future__ import annotations

from threading import Thread

import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")


@pytest.fixture
def made(ag, device):
    """A constructor of tensors under the standard's rules."""
    from arraygrad.tensor import wrap

    def make(data, requires_grad=False, dtype=None):
        plain = ag.tensor(data, dtype=dtype)
        tensor = wrap(plain._array, plain.device.standard)
        tensor.requires_grad = requires_grad
        return tensor

    return make


def test_zero_dimensional_operands_widen(ag, made):
    narrow, wide = made([1.0, 2.0], dtype=ag.float32), made(1.0, dtype=ag.float64)
    assert (narrow + wide).dtype is ag.float64
    assert (narrow + 1.0).dtype is ag.float32


def test_plain_tensors_beside_them_follow_the_standard(ag, made):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * made(3.0, dtype=ag.float64)
    assert y.dtype is ag.float64
    y.sum().backward()
    assert x.grad.tolist() == [3.0, 3.0]
    assert x.grad.dtype is ag.float32


def test_the_device_is_the_same_to_users(ag, device, made):
    x = made([1.0])
    assert x.device is ag.tensor(1.0).device
    assert x.to(x.device) is x


def test_a_write_leaves_alone_what_was_saved(ag, made):
    x = made([1.0, 4.0, 9.0], requires_grad=True)
    y = x.sqrt()
    y[0] = 5.0  # sqrt's derivative needs its result
    y[1:] *= 3
    (y * y).sum().backward()
    assert y.tolist() == [5.0, 6.0, 9.0]
    assert x.grad.tolist() == [0.0, 9.0, 9.0]


def test_a_write_through_a_view_leaves_alone_what_was_saved(ag, made):
    x = made([0.0, 1.0, 2.0], requires_grad=True)
    y = x.exp()
    expected = y.tolist()
    view = y.reshape(3, 1)[:2]
    total = y.sum()
    view[...] = 7.0
    assert y.tolist() == [7.0, 7.0, expected[2]]
    total.backward()
    assert x.grad.tolist() == expected


def test_an_unsaved_array_is_written_where_it_is(ag, made, kind):
    if not kind.mutable:
        pytest.skip("arrays of this backend are never written")
    x = made([1.0, 2.0])
    array = x._array
    x[0] = 5.0
    x += 1
    assert x._array is array
    assert x.tolist() == [6.0, 3.0]


def test_a_written_copy_does_not_follow_its_source(ag, made):
    """A write that replaces an array takes a copy of the value, not the value's memory."""
    x, w = made([1.0, 2.0]), made([1.0, 1.0], requires_grad=True)
    product = x * w  # keeps x
    source = made([3.0, 4.0])
    x.copy_(source)
    source[0] = 9.0
    assert x.tolist() == [3.0, 4.0]
    product.sum().backward()
    assert w.grad.tolist() == [1.0, 2.0]


def test_second_derivatives_see_what_was_saved(ag, made):
    x = made([2.0, 3.0], requires_grad=True)
    y = x**3
    z = y * y
    y[0] = 0.0
    (first,) = ag.autograd.grad(z.sum(), x, create_graph=True)
    (second,) = ag.autograd.grad(first.sum(), x)
    assert first.tolist() == [6 * 2.0**5, 6 * 3.0**5]
    assert second.tolist() == [30 * 2.0**4, 30 * 3.0**4]


def test_pytorchs_rule_holds_for_plain_tensors(ag, device):
    x = ag.tensor([1.0, 4.0], requires_grad=True)
    y = x.sqrt()
    y[0] = 5.0
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@pytest.mark.parametrize("standard", [False, True])
def test_writes_from_several_threads_lose_nothing(ag, device, made, standard):
    columns, rounds = 4, 12
    x = made([[0.0] * columns] * 3) if standard else ag.zeros(3, columns)
    rows = ag.tensor([0, 2])

    def work(column):
        for i in range(rounds):
            x[:, column] += 1.0
            x[rows, column] = float(i + 1)

    with ag.device(device):
        threads = [Thread(target=work, args=(c,)) for c in range(columns)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert x.tolist() == [[rounds] * columns] * 3


def test_size_is_a_number_and_a_method(ag, device):
    x = ag.zeros(2, 3)
    assert x.size == 6
    assert x.size() == (2, 3)
    assert x.size(-1) == x.size(dim=1) == 3
    assert isinstance(x.size, int)
    with pytest.raises(IndexError, match="Dimension out of range"):
        x.size(2)
