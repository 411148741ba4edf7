"""Python integers beside tensors of a type that does not hold them."""

from __future__ import annotations

import pytest


def test_sums_and_products_wrap(ag, device):
    x = ag.tensor([1, 2], dtype=ag.uint8)
    assert (x + 300).tolist() == [45, 46]
    assert (300 - x).tolist() == [43, 42]
    assert (x * -1).tolist() == [255, 254]
    assert (x & 300).tolist() == [0, 0]
    assert (ag.tensor([100], dtype=ag.int8) + 200).tolist() == [44]
    assert x.add_(300).dtype == ag.uint8
    with pytest.raises(OverflowError):
        x + 2**64


def test_comparisons_are_those_of_the_numbers(ag, device):
    x = ag.tensor([1, 2], dtype=ag.uint8)
    assert (x == 300).tolist() == [False, False]
    assert (x < 300).tolist() == [True, True]


def test_values_that_are_written_do_not_wrap(ag, device):
    x, mask = ag.tensor([1, 2], dtype=ag.uint8), ag.tensor([True, False])
    for write in (
        lambda: ag.full((2,), 300, dtype=ag.uint8),
        lambda: ag.where(mask, x, 300),
        lambda: x.masked_fill(mask, 300),
        lambda: x.clamp(max=300),
        lambda: x.clone().fill_(300),
    ):
        with pytest.raises(RuntimeError, match=r"value cannot be converted to type .*uint8.* without overflow"):
            write()
