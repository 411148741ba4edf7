"""Points on which the tutorials that PyTorch's users learn from are imprecise: what is so."""

from __future__ import annotations

import pytest

from ._helpers import sub

pytestmark = pytest.mark.usefixtures("device")


def test_imprecise_01_the_names_are_conv2d(ag):
    functional = sub(ag, "nn.functional")
    assert callable(functional.conv2d)
    assert issubclass(ag.nn.Conv2d, ag.nn.Module)
    for owner, name in ((functional, "conv2D"), (ag.nn, "Conv2D")):
        assert not hasattr(owner, name)


def test_imprecise_02_a_scalar_has_no_dimensions(ag):
    x = ag.tensor(1.0, requires_grad=True)
    assert (x.dim(), tuple(x.shape), x.numel()) == (0, (), 1)
    assert tuple(ag.randn(1, 1).shape) == (1, 1)


def test_imprecise_03_a_product_of_a_tracked_leaf_is_no_leaf(ag):
    x, y = ag.tensor(1.0, requires_grad=True), ag.tensor(2.0)
    z = x * y
    assert [t.is_leaf for t in (x, y, z)] == [True, True, False]


def test_imprecise_05_a_graph_that_saved_nothing_can_be_walked_twice(ag):
    x = ag.ones(2, requires_grad=True)
    y = (x + 1).sum()
    y.backward()
    y.backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_imprecise_11_clearing_the_flag_keeps_the_gradient(ag):
    x = ag.ones(2, requires_grad=True)
    (x * 3).sum().backward()
    x.requires_grad_(False)
    assert x.grad.tolist() == [3.0, 3.0]
    assert not (x * 2).requires_grad


def test_imprecise_12_numpy_of_a_tracked_tensor_inside_no_grad(ag, kind):
    x = ag.ones(2, requires_grad=True)
    with ag.no_grad():
        values = x.numpy() if kind.host else x.cpu().numpy()
    assert values.tolist() == [1.0, 1.0]
