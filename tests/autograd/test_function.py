"""Users' own functions: what goes wrong, and functions inside vmap and derivatives."""

from __future__ import annotations

import pytest


@pytest.fixture
def power(ag):
    class Power(ag.autograd.Function):
        @staticmethod
        def forward(x, n):
            return x**n

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.n = inputs[1]
            ctx.save_for_backward(inputs[0])

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * ctx.n * x ** (ctx.n - 1), None

    return Power


def test_mapped_by_a_generated_rule(ag, device, power):
    class Mapped(power):
        generate_vmap_rule = True

    f, x = ag.func, ag.tensor([1.0, 2.0])
    assert ag.vmap(lambda a: Mapped.apply(a, 3))(x).tolist() == [1.0, 8.0]
    assert ag.vmap(f.grad(lambda a: Mapped.apply(a, 3)))(x).tolist() == [3.0, 12.0]
    assert f.grad(lambda x: ag.vmap(lambda a: Mapped.apply(a, 3))(x).sum())(x).tolist() == [3.0, 12.0]
    assert ag.vmap(f.grad(f.grad(lambda a: Mapped.apply(a, 3))))(x).tolist() == [6.0, 12.0]


def test_mapped_by_a_rule_of_its_own(ag, device, power):
    class Mapped(power):
        @staticmethod
        def vmap(info, in_dims, x, n):
            assert (info.batch_size, info.randomness, in_dims[1]) == (2, "error", None)
            return Mapped.apply(x, n), in_dims[0]

    f, x = ag.func, ag.tensor([1.0, 2.0])
    assert ag.vmap(f.grad(lambda a: Mapped.apply(a, 3)))(x).tolist() == [3.0, 12.0]
    assert f.grad(lambda x: ag.vmap(lambda a: Mapped.apply(a, 3))(x).sum())(x).tolist() == [3.0, 12.0]


def test_what_has_no_rule_is_refused_in_vmap(ag, device, power):
    with pytest.raises(RuntimeError, match="does not have vmap support"):
        ag.vmap(lambda a: power.apply(a, 3))(ag.ones(2))


def test_gradients_are_checked_and_summed(ag, device):
    def function(back):
        class Times(ag.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x * ag.ones(3, 2)

            @staticmethod
            def backward(ctx, g):
                return back(g)

        return Times

    x = ag.ones(2, requires_grad=True)
    assert ag.autograd.grad(function(lambda g: g).apply(x).sum(), x)[0].tolist() == [3.0, 3.0]
    for back, text in (
        (lambda g: ag.ones(3), "returned an invalid gradient at index 0"),
        (lambda g: 3, "expected Variable or None"),
        (lambda g: (g, g), "returned an incorrect number of gradients"),
    ):
        with pytest.raises(RuntimeError, match=text):
            ag.autograd.grad(function(back).apply(x).sum(), x)


def test_what_forward_marks_dirty_it_returns(ag, device):
    def function(result):
        class Add(ag.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                x.add_(1)
                ctx.mark_dirty(x)
                return result(x)

            @staticmethod
            def backward(ctx, g):
                return g * 5

        return Add

    x = ag.ones(2, requires_grad=True)
    h = x * 1
    out = function(lambda x: x).apply(h)
    assert out is h
    out.sum().backward()
    assert x.grad.tolist() == [5.0, 5.0]
    with pytest.raises(RuntimeError, match="marked as dirty"):
        function(lambda x: x * 1).apply(x * 1)
    with pytest.raises(RuntimeError, match="leaf Variable that requires grad"):
        function(lambda x: x).apply(x)


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")
def test_functions_are_applied(ag, device):
    class Empty(ag.autograd.Function):
        pass

    with pytest.raises(NotImplementedError, match="forward function"):
        Empty.apply(ag.ones(1, requires_grad=True))
    with pytest.raises(RuntimeError, match="static"):
        Empty()(ag.ones(1))


def test_the_context_is_seen_from_the_graph(ag, device, power):
    node = power.apply(ag.tensor([2.0], requires_grad=True), 3).grad_fn
    assert (node.n, [t.tolist() for t in node.saved_tensors]) == (3, [[2.0]])
