"""Hooks for what the graph saves, gradient edges, hooks on several tensors, the search for anomalies."""

from __future__ import annotations

import pytest


def test_saved_values_go_through_hooks(ag, device):
    hooks = ag.autograd.graph.saved_tensors_hooks
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    packed, unpacked = [], []

    def pack(t):
        packed.append(t)
        return len(packed) - 1

    def unpack(i):
        unpacked.append(i)
        return packed[i]

    with hooks(pack, unpack):
        y = (x * x).exp()
    z = y.sum()
    assert [t.tolist() for t in packed[:2]] == [[1.0, 2.0], [1.0, 2.0]]
    assert not unpacked
    (g,) = ag.autograd.grad(z, x, create_graph=True)
    assert sorted(unpacked) == [0, 1, 2]
    (h,) = ag.autograd.grad(g.sum(), x)
    expected = [(2 + 4 * v * v) * e for v, e in zip((1.0, 2.0), y.tolist(), strict=True)]
    assert h.tolist() == pytest.approx(expected)


def test_the_innermost_hooks_count_and_end_with_their_block(ag, device):
    hooks = ag.autograd.graph.saved_tensors_hooks
    x = ag.ones(2, requires_grad=True)
    log = []

    def noting(name):
        return hooks(lambda t: (log.append(name), t)[1], lambda t: t)

    with noting("outer"):
        x.exp()
        with ag.no_grad(), noting("unrecorded"):
            x.exp()
            with ag.enable_grad():
                x.exp()
        with noting("inner"):
            x.exp()
        x.exp()
    x.exp()
    assert log == ["outer", "unrecorded", "inner", "outer"]


def test_hooks_see_what_functions_and_writes_save(ag, device):
    class Cube(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return 3 * x * x * g

    x = ag.tensor([2.0], requires_grad=True)
    count = []
    with ag.autograd.graph.saved_tensors_hooks(lambda t: (count.append(1), t * 1)[1], lambda t: t):
        y = Cube.apply(x)
        z = y.clone()
        z.exp_().log_()
    z.sum().backward()
    assert x.grad.tolist() == pytest.approx([12.0])
    assert len(count) == 3


def test_what_hooks_may_not_do(ag, device):
    hooks = ag.autograd.graph.saved_tensors_hooks
    x = ag.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="modifying its input in place"), hooks(lambda t: t.mul_(2), lambda t: t):
        x.exp()
    with hooks(lambda t: 3, lambda t: t):
        y = x.exp().sum()
    with pytest.raises(TypeError, match="expected to be a Tensor"):
        y.backward()
    disabled = ag.autograd.graph.disable_saved_tensors_hooks("not here")
    with disabled, pytest.raises(RuntimeError, match="not here"), hooks(lambda t: t, lambda t: t):
        pass


def test_saved_on_the_host(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    with ag.autograd.graph.save_on_cpu():
        y = (x * x).sum()
    y.backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_saved_values_may_be_written_where_that_is_allowed(ag, device):
    x = ag.ones(2, requires_grad=True)
    with ag.autograd.graph.allow_mutation_on_saved_tensors():
        h = x * 2
        y = (h * h).sum() + h.exp_().sum()
        h.zero_()
        y.backward()
    assert x.grad.tolist() == pytest.approx([8.0 + 2 * 2.718281828**2] * 2)


def test_gradients_at_edges(ag, device):
    edge_of = ag.autograd.graph.get_gradient_edge
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * 3
    edge, leaf = edge_of(y), edge_of(x)
    z = (y * y).sum()
    (g,) = ag.autograd.grad(z, edge, retain_graph=True)
    assert g.tolist() == [6.0, 12.0]
    assert ag.autograd.grad(edge, leaf, ag.ones(2))[0].tolist() == [3.0, 3.0]
    values, _ = ag.sort(x)
    assert ag.autograd.grad((values * 2).sum(), edge_of(values))[0].tolist() == [2.0, 2.0]
    with pytest.raises(RuntimeError, match="not possible to get the gradient edge"):
        edge_of(ag.ones(1))


def test_gradients_of_computed_tensors_are_accumulated(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * 3
    (y * y).sum().backward(inputs=[y])
    assert (y.grad.tolist(), y.retains_grad, x.grad) == ([6.0, 12.0], True, None)


def test_the_gradient_that_is_retained_is_of_the_present_value(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x * 2
    y.retain_grad()
    y.register_hook(lambda g: g * 10)
    y.mul_(3)
    y.sum().backward()
    assert (y.grad.tolist(), x.grad.tolist()) == ([1.0, 1.0], [60.0, 60.0])


def test_inputs_and_results_by_name(ag, device):
    x, y = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    found = ag.autograd.grad((2 * x + 3 * y).sum(), {"x": x, "y": y})
    assert {k: v.tolist() for k, v in found.items()} == {"x": [2.0, 2.0], "y": [3.0, 3.0]}


@pytest.mark.parametrize("mode", ["all", "any"])
def test_a_hook_on_several_tensors(ag, device, mode):
    a, b, c = (ag.ones(1, requires_grad=True) for _ in range(3))
    h = a * 2
    log = []
    handle = ag.autograd.graph.register_multi_grad_hook((h, b, c), log.append, mode=mode)
    (h * 3 + b * 4).sum().backward()
    if mode == "all":
        assert [None if g is None else g.tolist() for g in log[0]] == [[3.0], [4.0], None]
    assert len(log) == 1
    (a * 2).sum().backward()
    assert len(log) == 1
    (b * 5).sum().backward()
    assert len(log) == 2
    handle.remove()
    (b * 5).sum().backward()
    assert len(log) == 2


def test_an_error_in_backward_names_the_forward_line(ag, device):
    x = ag.tensor([0.0], requires_grad=True)
    with pytest.warns(UserWarning, match="has been enabled"):
        mode = ag.autograd.detect_anomaly()
    with mode:
        y = x.exp() * 2
        y.register_hook(lambda g: g * float("nan"))
        z = y * 3

    def fail():
        with ag.autograd.set_detect_anomaly(True):
            z.sum().backward()

    error = pytest.raises(RuntimeError, match="'MulBackward0' returned nan values in its 0th output")
    with pytest.warns(UserWarning, match="Error detected in MulBackward0") as seen, error:
        fail()
    texts = [str(w.message) for w in seen if "Error detected in MulBackward0" in str(w.message)]
    assert len(texts) == 1
    assert "y = x.exp() * 2" in texts[0]
    assert "traceback_" in y.grad_fn.metadata
    assert "traceback_" not in (x * 2).grad_fn.metadata
    assert not ag.is_anomaly_enabled()


def test_nan_may_be_allowed(ag, device):
    x = ag.tensor([0.0], requires_grad=True)
    with ag.autograd.set_detect_anomaly(True, check_nan=False):
        assert not ag.is_anomaly_check_nan_enabled()
        y = x * 2
        y.register_hook(lambda g: g * float("nan"))
        (y * 3).sum().backward()
    assert x.grad.isnan().all()
