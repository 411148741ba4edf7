"""The backward pass: order, accumulation, higher derivatives, hooks, ``autograd.grad``, and functions of the user."""

from __future__ import annotations

import gc
import importlib
import threading
import warnings

import numpy as np
import pytest

pytestmark = pytest.mark.usefixtures("device")

SECOND_TIME = "backward through the graph a second time"


def close(t, expected, rtol=1e-6):
    found = t.detach().cpu().numpy()
    expected = np.asarray(expected)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-7)


def function_module(ag):
    return importlib.import_module(f"{ag.__name__}.autograd.function")


# -- order and accumulation --------------------------------------------------------------------------------------


def test_gradients_of_all_paths_are_added(ag):
    x = ag.tensor([1.0, 2.0, 3.0], requires_grad=True)
    a = x * 2
    b = a * x + a
    (a * b + x).sum().backward()
    # 2x(2x^2 + 2x) + x = 4x^3 + 4x^2 + x
    close(x.grad, [12 * v * v + 8 * v + 1 for v in (1.0, 2.0, 3.0)])


def test_a_node_runs_once_when_all_has_arrived(ag):
    calls = []
    x = ag.ones(2, requires_grad=True)
    y = x * 3
    y.register_hook(lambda g: calls.append(g.tolist()))
    z = y
    for _ in range(5):
        z = z + y
    z.sum().backward()
    assert calls == [[6.0, 6.0]]
    close(x.grad, [18.0, 18.0])


def test_backward_visits_later_nodes_first(ag):
    order = []
    x = ag.ones(1, requires_grad=True)
    steps = [x]
    for i in range(5):
        steps.append(steps[-1] * 2)
        steps[-1].register_hook(lambda g, i=i: order.append(i))
    (steps[-1] + steps[2]).backward()
    assert order == [4, 3, 2, 1, 0]


def test_a_long_ladder_of_uses_costs_linear_time(ag, kind):
    x = ag.tensor([1.0], requires_grad=True)
    y = x
    for _ in range(60 if kind.fast else 30):
        y = (y + y) * 0.5
    y.backward()
    close(x.grad, [1.0])


def test_gradients_accumulate_over_passes(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    for k in range(1, 4):
        (x * k).sum().backward()
        close(x.grad, [k * (k + 1) / 2] * 2)
    x.grad = None
    (x * x).sum().backward()
    close(x.grad, [2.0, 4.0])


def test_accumulation_leaves_earlier_gradients_alone(ag):
    """Two leaves get the same gradient: each has memory of its own."""
    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    (x + y).sum().backward()
    with ag.no_grad():
        x.grad.mul_(5)
    close(y.grad, [1.0, 1.0])


def test_the_given_gradient_is_not_kept(ag):
    x = ag.ones(2, requires_grad=True)
    seed = ag.tensor([1.0, 2.0])
    (x + 0).backward(seed)
    (x + 0).backward(seed)
    close(x.grad, [2.0, 4.0])
    close(seed, [1.0, 2.0])


def test_a_leaf_itself_can_be_the_root(ag):
    x = ag.tensor(2.0, requires_grad=True)
    x.backward()
    x.backward()
    close(x.grad, 2.0)


def test_several_roots(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    a, b = x * 2, x * x
    ag.autograd.backward([a.sum(), b], [None, ag.tensor([1.0, 10.0])])
    close(x.grad, [2 + 2, 2 + 40])


def test_broadcast_operands_get_gradients_of_their_own_shape(ag):
    a, b, c = (ag.ones(s, requires_grad=True) for s in ((2, 1, 3), (4, 1), ()))
    (a * b + c).sum().backward()
    assert [tuple(t.grad.shape) for t in (a, b, c)] == [(2, 1, 3), (4, 1), ()]
    close(c.grad, 24.0)


def test_unused_results_of_an_op_with_several(ag):
    x = ag.tensor([[1.0, 3.0, 2.0], [6.0, 5.0, 4.0]], requires_grad=True)
    values, indices = x.max(dim=1)
    assert not indices.requires_grad
    (values * ag.tensor([1.0, 10.0])).sum().backward()
    close(x.grad, [[0, 1, 0], [10, 0, 0]])


# -- retain_graph, create_graph ----------------------------------------------------------------------------------


@pytest.mark.parametrize("take", [lambda x: x.unbind(1), lambda x: x.split([1, 2], 1), lambda x: x.chunk(2, 1)])
def test_the_parts_of_a_tensor_share_a_node(ag, device, take):
    x = ag.arange(6.0).reshape(2, 3).requires_grad_()
    first, *_, last = take(x * 1)
    assert first.grad_fn.next_functions[0][0] is last.grad_fn.next_functions[0][0]
    (grad,) = ag.autograd.grad((first**3).sum() + 2 * last.sum(), x, create_graph=True)
    expected = ag.zeros(2, 3)
    (before,) = take(expected)[:1]
    before.copy_(3 * take(x.detach())[0] ** 2)
    take(expected)[-1].fill_(2.0)
    assert grad.tolist() == expected.tolist()
    (second,) = ag.autograd.grad(grad.sum(), x)
    expected.zero_()
    before.copy_(6 * take(x.detach())[0])
    assert second.tolist() == expected.tolist()


@pytest.mark.only_arraygrad(reason="PyTorch refuses to write to a part")
def test_a_part_that_is_written_to_leaves_the_others(ag, device):
    x = ag.ones(2, 2, requires_grad=True)
    y = x * 1
    first, second = y.split(1)
    first.mul_(3.0)
    (y.sum() + 2 * second.sum()).backward()
    assert x.grad.tolist() == [[3.0, 3.0], [3.0, 3.0]]


def test_a_freed_graph_cannot_be_walked_again(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = (x * x).sum()
    y.backward()
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        y.backward()
    close(x.grad, [2.0, 4.0])


def test_a_retained_graph_can(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = (x.exp() * x).sum()
    y.backward(retain_graph=True)
    first = x.grad.clone()
    y.backward()
    close(x.grad, 2 * first.cpu().numpy())


def test_a_shared_part_that_saved_nothing_can_be_walked_twice(ag):
    x = ag.ones(2, requires_grad=True)
    y = x + 1
    y.sum().backward()
    y.sum().backward()
    close(x.grad, [2.0, 2.0])


def test_derivatives_to_third_order(ag):
    x = ag.tensor([0.5, -1.5], requires_grad=True, dtype=ag.float64)
    y = (x**4 + x.sin()).sum()
    (first,) = ag.autograd.grad(y, x, create_graph=True)
    (second,) = ag.autograd.grad(first.sum(), x, create_graph=True)
    (third,) = ag.autograd.grad(second.sum(), x)
    v = np.array([0.5, -1.5])
    close(first, 4 * v**3 + np.cos(v))
    close(second, 12 * v**2 - np.sin(v))
    close(third, 24 * v - np.cos(v))
    assert first.requires_grad
    assert second.requires_grad
    assert not third.requires_grad


def test_a_gradient_penalty(ag):
    w = ag.tensor([[0.3, -0.2], [0.1, 0.5]], requires_grad=True, dtype=ag.float64)
    x = ag.tensor([[1.0, 2.0]], requires_grad=True, dtype=ag.float64)

    def penalty(w):
        y = (x @ w).tanh().sum()
        (g,) = ag.autograd.grad(y, x, create_graph=True)
        return (g * g).sum()

    penalty(w).backward()
    found, step = w.grad.clone(), 1e-6
    for i in range(2):
        for j in range(2):
            shift = np.zeros((2, 2))
            shift[i, j] = step
            up, down = (penalty(w.detach() + s * ag.tensor(shift)).item() for s in (1, -1))
            assert found[i, j].item() == pytest.approx((up - down) / (2 * step), rel=1e-6)


def test_create_graph_through_a_view_and_a_write(ag):
    x = ag.tensor([1.0, 2.0, 3.0], requires_grad=True, dtype=ag.float64)
    y = x * x
    y[1:].mul_(x[:2])
    (g,) = ag.autograd.grad((y * y).sum(), x, create_graph=True)
    (h,) = ag.autograd.grad(g.sum(), x)
    # y = (a^2, b^2 a, c^2 b): sum of squares a^4 + b^4 a^2 + c^4 b^2
    a, b, c = 1.0, 2.0, 3.0
    close(g, [4 * a**3 + 2 * b**4 * a, 4 * b**3 * a**2 + 2 * c**4 * b, 4 * c**3 * b**2])
    row_a, row_b = 12 * a**2 + 2 * b**4 + 8 * b**3 * a, 8 * b**3 * a + 12 * b**2 * a**2 + 2 * c**4 + 8 * c**3 * b
    close(h, [row_a, row_b, 8 * c**3 * b + 12 * c**2 * b**2])


@pytest.mark.filterwarnings("ignore:Using backward")
def test_backward_with_create_graph_leaves_a_recorded_gradient(ag):
    x = ag.tensor(3.0, requires_grad=True)
    (x**3).backward(create_graph=True)
    assert x.grad.requires_grad
    close(x.grad, 27.0)
    (second,) = ag.autograd.grad(x.grad, x)
    close(second, 18.0)
    x.grad = None


# -- hooks -------------------------------------------------------------------------------------------------------


def test_a_hook_sees_and_replaces_the_gradient(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    seen = []
    y.register_hook(lambda g: seen.append(g.tolist()))
    y.register_hook(lambda g: g * 10)
    y.register_hook(lambda g: seen.append(g.tolist()))
    y.sum().backward()
    assert seen == [[1.0, 1.0], [10.0, 10.0]]
    close(x.grad, [20.0, 20.0])


def test_a_hook_of_a_leaf_gets_the_sum_once_per_pass(ag):
    x = ag.ones(2, requires_grad=True)
    seen = []
    x.register_hook(lambda g: seen.append(g.tolist()))
    (x * 2 + x * 3).sum().backward()
    (x * 1).sum().backward()
    assert seen == [[5.0, 5.0], [1.0, 1.0]]
    close(x.grad, [6.0, 6.0])


def test_a_removed_hook_is_silent(ag):
    x = ag.ones(2, requires_grad=True)
    seen = []
    handle = x.register_hook(seen.append)
    x.sum().backward()
    handle.remove()
    handle.remove()
    x.sum().backward()
    assert len(seen) == 1


def test_hooks_with_autograd_grad(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    y.register_hook(lambda g: g * 3)
    x.register_hook(lambda g: g + 1)
    close(ag.autograd.grad(y.sum(), x)[0], [7.0, 7.0])
    assert x.grad is None


def test_retain_grad_sees_what_the_hooks_made(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    y.retain_grad()
    y.retain_grad()
    y.register_hook(lambda g: g * 3)
    assert y.retains_grad
    y.sum().backward()
    close(y.grad, [3.0, 3.0])
    assert not x.retains_grad
    x.retain_grad()


def test_node_hooks(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    seen = []
    before = y.grad_fn.register_prehook(lambda outs: seen.append(len(outs)) or tuple(g * 5 for g in outs))
    after = y.grad_fn.register_hook(lambda ins, outs: seen.append((len(ins), len(outs))))
    y.sum().backward(retain_graph=True)
    assert seen[0] == 1
    assert seen[1][1] == 1
    close(x.grad, [10.0, 10.0])
    before.remove()
    after.remove()
    x.grad = None
    y.sum().backward()
    close(x.grad, [2.0, 2.0])


def test_a_node_hook_replaces_gradients(ag):
    x = ag.ones(2, requires_grad=True)
    y = x.exp()
    y.grad_fn.register_hook(lambda ins, outs: (ins[0] * 0 + 4,))
    y.sum().backward()
    close(x.grad, [4.0, 4.0])


def test_post_accumulate_hooks_run_after_the_gradient_is_there(ag):
    x = ag.ones(2, requires_grad=True)
    seen = []
    handle = x.register_post_accumulate_grad_hook(lambda p: seen.append(p.grad.tolist()))
    x.sum().backward()
    x.sum().backward()
    handle.remove()
    x.sum().backward()
    assert seen == [[1.0, 1.0], [2.0, 2.0]]
    with pytest.raises(RuntimeError):
        (x * 2).register_post_accumulate_grad_hook(print)


def test_an_optimizer_step_in_a_hook(ag):
    x = ag.ones(2, requires_grad=True)

    def step(p):
        with ag.no_grad():
            p -= 0.5 * p.grad
        p.grad = None

    x.register_post_accumulate_grad_hook(step)
    (x * x).sum().backward()
    close(x, [0.0, 0.0])
    assert x.grad is None


def test_an_exception_in_a_hook_reaches_the_caller(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2

    def fail(g):
        raise KeyError("from the hook")

    y.register_hook(fail)
    with pytest.raises(KeyError, match="from the hook"):
        y.sum().backward()
    assert x.grad is None


def test_a_hook_on_what_is_not_recorded_is_refused(ag):
    with pytest.raises(RuntimeError, match="doesn't require gradient"):
        ag.ones(2).register_hook(print)


# -- autograd.grad -----------------------------------------------------------------------------------------------


def test_grad_touches_no_grad(ag):
    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    a, b = ag.autograd.grad((x * y * y).sum(), (x, y))
    close(a, [1.0, 1.0])
    close(b, [2.0, 2.0])
    assert x.grad is None
    assert y.grad is None


def test_grad_with_respect_to_a_computed_tensor(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * 3
    z = (y * y).sum() + x.sum()
    gy, gx = ag.autograd.grad(z, (y, x))
    close(gy, [6.0, 12.0])
    close(gx, [19.0, 37.0])


def test_grad_of_an_unused_input(ag):
    x, y = ag.ones(2, requires_grad=True), ag.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match="not have been used in the graph"):
        ag.autograd.grad((x * 2).sum(), (x, y))
    assert ag.autograd.grad((x * 2).sum(), (x, y), allow_unused=True)[1] is None
    close(ag.autograd.grad((x * 2).sum(), (x, y), materialize_grads=True)[1], [0.0] * 3)
    with pytest.raises(ValueError, match="materialize_grads"):
        ag.autograd.grad((x * 2).sum(), (x, y), allow_unused=False, materialize_grads=True)


def test_grad_of_what_does_not_require_it(ag):
    x, c = ag.ones(2, requires_grad=True), ag.ones(2)
    with pytest.raises(RuntimeError, match="not require grad"):
        ag.autograd.grad((x * c).sum(), c)
    with pytest.raises(RuntimeError, match="does not require grad"):
        ag.autograd.grad((c * 2).sum(), c)


def test_grad_outputs(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * x
    (g,) = ag.autograd.grad(y, x, grad_outputs=ag.tensor([1.0, 0.5]), retain_graph=True)
    close(g, [2.0, 2.0])
    with pytest.raises(RuntimeError, match="scalar outputs"):
        ag.autograd.grad(y, x)
    with pytest.raises(RuntimeError, match=r"Mismatch in shape|shape"):
        ag.autograd.grad(y, x, grad_outputs=ag.ones(3))


def test_backward_for_chosen_inputs(ag):
    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    z = (x * y).sum()
    z.backward(inputs=[x])
    close(x.grad, [1.0, 1.0])
    assert y.grad is None
    with pytest.raises(RuntimeError, match="cannot be empty"):
        (x * y).sum().backward(inputs=[])


def test_grad_frees_only_what_it_walks(ag):
    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    a = x * x
    b = y * y
    (a + b).sum().backward(inputs=[x])
    (b * 1).sum().backward()
    close(y.grad, [2.0, 2.0])
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        (a * 1).sum().backward()


# -- devices -----------------------------------------------------------------------------------------------------


@pytest.mark.only_arraygrad(reason="moves between array libraries")
def test_gradients_cross_devices(ag, other_device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    w = ag.tensor([3.0, 4.0], requires_grad=True, device=other_device)
    y = (x.exp().to(other_device) * w).sum().to(x.device) * 2
    y.backward()
    assert (x.grad.device, w.grad.device) == (x.device, w.device)
    close(x.grad, 2 * np.exp([1.0, 2.0]) * [3, 4])
    close(w.grad, 2 * np.exp([1.0, 2.0]))


@pytest.mark.only_arraygrad(reason="moves between array libraries")
def test_gradients_cross_devices_twice(ag, other_device):
    x = ag.tensor([0.5, 2.0], requires_grad=True, dtype=ag.float64)
    y = ((x * x).to(other_device) ** 2).to(x.device).sum()
    (g,) = ag.autograd.grad(y, x, create_graph=True)
    g.sum().backward()
    close(g, [4 * v**3 for v in (0.5, 2.0)])
    close(x.grad, [12 * v**2 for v in (0.5, 2.0)])
    assert x.grad.device is x.device


# -- functions of the user ---------------------------------------------------------------------------------------


def cube(ag):
    class Cube(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return 3 * x**2 * g

    return Cube


def test_function(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = cube(ag).apply(x)
    assert y.requires_grad
    assert "Cube" in type(y.grad_fn).__name__ or "Cube" in y.grad_fn.name()
    y.sum().backward()
    close(x.grad, [3.0, 12.0])


def test_function_to_second_order(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    (g,) = ag.autograd.grad(cube(ag).apply(x).sum(), x, create_graph=True)
    close(ag.autograd.grad(g.sum(), x)[0], [6.0, 12.0])


def test_function_with_setup_context(ag):
    class Scale(ag.autograd.Function):
        @staticmethod
        def forward(x, factor):
            return x * factor

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.factor = inputs[1]
            assert not ag.is_grad_enabled()

        @staticmethod
        def backward(ctx, g):
            assert ctx.needs_input_grad == (True, False)
            return g * ctx.factor, None

    x = ag.ones(2, requires_grad=True)
    Scale.apply(x, 4.0).sum().backward()
    close(x.grad, [4.0, 4.0])


def test_function_that_saves_its_output(ag):
    class Exp(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            y = x.exp()
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, g):
            return ctx.saved_tensors[0] * g

    x = ag.tensor([0.0, 1.0], requires_grad=True)
    y = Exp.apply(x)
    (g,) = ag.autograd.grad(y.sum(), x, create_graph=True)
    (h,) = ag.autograd.grad(g.sum(), x)
    close(h, np.exp([0.0, 1.0]))
    y = Exp.apply(x)
    y.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_function_with_several_results(ag):
    class Both(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, a, b):
            assert a is not None
            assert b is not None
            return a * 2 + b * 3

    x = ag.ones(2, requires_grad=True)
    a, b = Both.apply(x)
    a.sum().backward(retain_graph=True)
    close(x.grad, [2.0, 2.0])
    x.grad = None
    (a + b).sum().backward()
    close(x.grad, [5.0, 5.0])


def test_function_without_materialized_gradients(ag):
    class Both(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.set_materialize_grads(False)
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, a, b):
            assert b is None
            return a * 2

    x = ag.ones(2, requires_grad=True)
    Both.apply(x)[0].sum().backward()
    close(x.grad, [2.0, 2.0])


def test_function_that_writes_into_its_input(ag):
    class Double(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            x.mul_(2)
            ctx.mark_dirty(x)
            return x

        @staticmethod
        def backward(ctx, g):
            return g * 2

    x = ag.ones(2, requires_grad=True)
    y = x * 1
    z = Double.apply(y)
    assert z is y
    assert y._version >= 1
    (z * 3).sum().backward()
    close(x.grad, [6.0, 6.0])


def test_function_with_a_result_that_has_no_gradient(ag):
    class Sorted(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            order = ag.argsort(x)
            ctx.mark_non_differentiable(order)
            ctx.save_for_backward(order)
            return x[order], order

        @staticmethod
        def backward(ctx, g, _):
            (order,) = ctx.saved_tensors
            back = ag.zeros_like(g)
            back[order] = g
            return back

    x = ag.tensor([3.0, 1.0, 2.0], requires_grad=True)
    values, order = Sorted.apply(x)
    assert not order.requires_grad
    (values * ag.tensor([1.0, 10.0, 100.0])).sum().backward()
    close(x.grad, [100.0, 1.0, 10.0])


def test_once_differentiable(ag):
    class Square(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        @function_module(ag).once_differentiable
        def backward(ctx, g):
            assert not ag.is_grad_enabled()
            return ctx.saved_tensors[0] * 2 * g

    x = ag.tensor([1.0, 2.0], requires_grad=True)
    close(ag.autograd.grad(Square.apply(x).sum(), x)[0], [2.0, 4.0])
    (g,) = ag.autograd.grad((Square.apply(x) * x).sum(), x, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        g.sum().backward()


def test_function_with_the_wrong_number_of_gradients(ag):
    class Wrong(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x, y):
            return x * y

        @staticmethod
        def backward(ctx, g):
            return g

    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="incorrect number of gradients"):
        Wrong.apply(x, y).sum().backward()
    assert x.grad is None


def test_function_without_gradients_to_record(ag):
    x = ag.ones(2)
    assert not cube(ag).apply(x).requires_grad
    with ag.no_grad():
        assert not cube(ag).apply(x.requires_grad_()).requires_grad


def test_an_input_handed_through(ag):
    class Same(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x.view_as(x)

        @staticmethod
        def backward(ctx, g):
            return g * 3

    x = ag.ones(2, requires_grad=True)
    y = Same.apply(x)
    assert y is not x
    y.sum().backward()
    close(x.grad, [3.0, 3.0])


# -- surroundings ------------------------------------------------------------------------------------------------


def test_backward_inside_a_hook(ag):
    """A backward pass may start another one."""
    x, w = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    y = x * 2

    def hook(g):
        with ag.enable_grad():
            (w * 3).sum().backward()

    y.register_hook(hook)
    y.sum().backward()
    close(x.grad, [2.0, 2.0])
    close(w.grad, [3.0, 3.0])


def test_backward_in_another_thread(ag):
    x = ag.ones(2, requires_grad=True)
    y = (x.exp() * 2).sum()
    thread = threading.Thread(target=y.backward)
    thread.start()
    thread.join()
    close(x.grad, 2 * np.exp([1.0, 1.0]))


def test_backward_records_nothing_by_itself(ag):
    x = ag.ones(2, requires_grad=True)
    (x * x * x).sum().backward()
    assert not x.grad.requires_grad
    assert x.grad.grad_fn is None
    with ag.no_grad():
        y = (x * x).sum()
    assert not y.requires_grad
    with ag.no_grad(), ag.enable_grad():
        z = (x * x).sum()
    with ag.no_grad():
        z.backward()
    close(x.grad, [5.0, 5.0])


def test_garbage_collection_during_backward(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    y.register_hook(lambda g: [gc.collect(), None][1])
    y.sum().backward()
    close(x.grad, [2.0, 2.0])


def test_a_warning_free_pass(ag):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        x = ag.ones(2, requires_grad=True)
        (x.exp() / x).sum().backward()
