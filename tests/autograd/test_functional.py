"""Products with Jacobians and Hessians of functions of tensors."""

from __future__ import annotations

import pytest


def two(x, y):
    return x * y.sum(), (x**2).sum()


def test_products(ag, device):
    F = ag.autograd.functional
    x, y = ag.tensor([1.0, 2.0]), ag.tensor([3.0, 4.0])
    out, (a, b) = F.vjp(two, (x, y), (ag.ones(2), ag.tensor(1.0)))
    assert (out[0].tolist(), out[1].item()) == ([7.0, 14.0], 5.0)
    assert (a.tolist(), b.tolist()) == ([9.0, 11.0], [3.0, 3.0])
    _, (p, q) = F.jvp(two, (x, y), (ag.ones(2), ag.zeros(2)))
    assert (p.tolist(), q.item()) == ([7.0, 7.0], 6.0)
    for product in (F.hvp, F.vhp):
        value, h = product(lambda x: (x**3).sum(), x, ag.tensor([1.0, 10.0]))
        assert (value.item(), h.tolist()) == (9.0, [6.0, 120.0])


@pytest.mark.parametrize("options", [{}, {"vectorize": True}, {"vectorize": True, "strategy": "forward-mode"}])
def test_jacobian(ag, device, options):
    x, y = ag.tensor([1.0, 2.0]), ag.tensor([3.0, 4.0])
    ((a, b), (c, d)) = ag.autograd.functional.jacobian(two, (x, y), **options)
    assert (a.tolist(), b.tolist()) == ([[7.0, 0.0], [0.0, 7.0]], [[1.0, 1.0], [2.0, 2.0]])
    assert (c.tolist(), d.tolist()) == ([2.0, 4.0], [0.0, 0.0])
    assert not a.requires_grad


@pytest.mark.parametrize("options", [{}, {"vectorize": True}])
def test_hessian(ag, device, options):
    x = ag.tensor([1.0, 2.0])
    h = ag.autograd.functional.hessian(lambda x: (x.prod()) ** 2, x, **options)
    assert h.tolist() == [[8.0, 8.0], [8.0, 2.0]]


def test_a_graph_of_the_result(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    j = ag.autograd.functional.jacobian(lambda x: x**3, x, create_graph=True)
    j.sum().backward()
    assert x.grad.tolist() == [6.0, 12.0]


def test_errors(ag, device):
    F, x = ag.autograd.functional, ag.ones(2)
    for call, error, text in (
        (lambda: F.vjp(lambda x: x * 2, x), RuntimeError, "can only be None"),
        (lambda: F.vjp(lambda x: x * 2, x, ag.ones(3)), RuntimeError, "v has invalid size"),
        (lambda: F.jacobian(lambda x: 3, x), TypeError, "must be either a Tensor"),
        (lambda: F.jacobian(lambda x: x.detach() * 2, x, strict=True), RuntimeError, "does not require gradients"),
        (lambda: F.hessian(lambda x: x, x), RuntimeError, "should contain a single element"),
        (lambda: F.jacobian(lambda x: x, x, strategy="forward-mode"), NotImplementedError, "vectorize=True"),
    ):
        with pytest.raises(error, match=text):
            call()
