"""Checks of users' own derivatives."""

from __future__ import annotations

import pytest


@pytest.fixture
def wrong(ag):
    class Wrong(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**2

        @staticmethod
        def backward(ctx, g):
            return g * ctx.saved_tensors[0] * 3

    return Wrong.apply


@pytest.mark.parametrize(
    "options", [{}, {"fast_mode": True}, {"check_forward_ad": True}, {"check_batched_grad": True}], ids=str
)
@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
def test_right_derivatives_pass(ag, device, options):
    x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    y = ag.tensor([[1.2], [0.4]], dtype=ag.float64, requires_grad=True)
    z = ag.complex(x.detach(), x.detach() - 1).requires_grad_()
    assert ag.autograd.gradcheck(lambda x, y: (x * y, x.sum() * y.exp()), (x, y), **options)
    assert ag.autograd.gradcheck(lambda z: (z * z.conj() + z**3, z.abs()), (z,), **options)
    assert ag.autograd.gradcheck(lambda x: ag.complex(x, x * x) ** 2, x, **options)


def test_second_derivatives(ag, device):
    x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    assert ag.autograd.gradgradcheck(lambda x: x.sin() * x, (x,))
    assert ag.autograd.gradgradcheck(lambda x: x**3, (x,), ag.ones(2, dtype=ag.float64, requires_grad=True))


@pytest.mark.parametrize("fast", [False, True])
def test_wrong_derivatives_are_shown(ag, device, wrong, fast):
    x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="Jacobian mismatch for output 0 with respect to input 0"):
        ag.autograd.gradcheck(wrong, (x,), fast_mode=fast)
    assert not ag.autograd.gradcheck(wrong, (x,), fast_mode=fast, raise_exception=False)
    with pytest.raises(RuntimeError, match="expected to be zero"):
        ag.autograd.gradcheck(lambda x: (x * 2).detach(), (x,), fast_mode=fast)


def test_what_cannot_be_checked(ag, device):
    with pytest.raises(ValueError, match="at least one input tensor to require gradient"):
        ag.autograd.gradcheck(lambda x: x, (ag.ones(1, dtype=ag.float64),))
    with pytest.warns(UserWarning, match="not a double precision"):
        ag.autograd.gradcheck(lambda x: x * 2, ag.ones(1, requires_grad=True), eps=1e-2)


def test_a_backward_that_varies_is_found(ag, device):
    runs = []

    class Varying(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            runs.append(1)
            return g * (2 + 1e-9 * len(runs))

    x = ag.ones(1, dtype=ag.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="Backward is not reentrant"):
        ag.autograd.gradcheck(Varying.apply, x)
    assert ag.autograd.gradcheck(Varying.apply, x, nondet_tol=1e-6)
