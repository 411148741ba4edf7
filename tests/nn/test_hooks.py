"""Hooks around forward and backward."""

from __future__ import annotations

import pytest


@pytest.fixture
def double(ag, device):
    """A module that multiplies by two (or by `by`)."""

    class Double(ag.nn.Module):
        def forward(self, x, by=2.0):
            return x * by

    return Double()


def test_forward_hooks_see_and_replace(ag, double):
    seen = []
    x = ag.ones(1)
    with (
        double.register_forward_pre_hook(lambda module, args: seen.append((module, args))),
        double.register_forward_hook(lambda module, args, out: seen.append((module, args, out.tolist()))),
    ):
        double(x)
    assert seen == [(double, (x,)), (double, (x,), [2.0])]
    with double.register_forward_pre_hook(lambda module, args: args[0] + 1):
        assert double(x).tolist() == [4.0]
    with double.register_forward_pre_hook(lambda module, args: (args[0] + 1, 3.0)):
        assert double(x).tolist() == [6.0]
    with double.register_forward_hook(lambda module, args, out: out + 1):
        assert double(x).tolist() == [3.0]
    assert double(x).tolist() == [2.0]


def test_hooks_with_keywords(ag, double):
    x = ag.ones(1)
    seen = []
    with (
        double.register_forward_pre_hook(lambda m, args, kwargs: (args, {"by": kwargs["by"] + 1}), with_kwargs=True),
        double.register_forward_hook(lambda m, args, kwargs, out: seen.append(kwargs), with_kwargs=True),
    ):
        assert double(x, by=3.0).tolist() == [4.0]
    assert seen == [{"by": 4.0}]
    with (
        double.register_forward_pre_hook(lambda m, args, kwargs: 3, with_kwargs=True),
        pytest.raises(RuntimeError, match="forward pre-hook must return None or a tuple of"),
    ):
        double(x)


def test_order_of_hooks(ag, double):
    order = []
    handles = [
        double.register_forward_hook(lambda *a: order.append("first")),
        double.register_forward_hook(lambda *a: order.append("second")),
        double.register_forward_hook(lambda *a: order.append("zeroth"), prepend=True),
        double.register_forward_pre_hook(lambda *a: order.append("pre 1")),
        double.register_forward_pre_hook(lambda *a: order.append("pre 0"), prepend=True),
    ]
    double(ag.ones(1))
    assert order == ["pre 0", "pre 1", "zeroth", "first", "second"]
    for handle in handles:
        handle.remove()
        handle.remove()
    double(ag.ones(1))
    assert len(order) == 5


def test_a_hook_may_remove_itself(ag, double):
    seen = []

    def once(*args):
        seen.append(1)
        handle.remove()

    handle = double.register_forward_hook(once)
    double(ag.ones(1))
    double(ag.ones(1))
    assert seen == [1]


def test_always_call_runs_when_forward_raises(ag, double):
    seen = []
    double.register_forward_hook(lambda *a: seen.append("never"))
    double.register_forward_hook(lambda *a: seen.append(a[2]), always_call=True)
    with pytest.raises(TypeError, match="unexpected"):
        double(ag.ones(1), unknown=3)
    assert seen == [None]

    def fails(*args):
        raise ValueError("second")

    double.register_forward_hook(fails, always_call=True)
    with pytest.warns(UserWarning, match="silenced"), pytest.raises(TypeError, match="unexpected"):
        double(ag.ones(1), unknown=3)


def test_forward_itself_runs_no_hooks(ag, double):
    seen = []
    double.register_forward_hook(lambda *a: seen.append(1))
    double.forward(ag.ones(1))
    assert seen == []


def test_full_backward_hook_sees_and_replaces(ag, double):
    seen = []
    x = ag.ones(2, requires_grad=True)

    def hook(module, grad_input, grad_output):
        seen.append((module, [g if g is None else g.tolist() for g in grad_input], grad_output[0].tolist()))

    with double.register_full_backward_hook(hook):
        (double(x, 3.0) * 5).sum().backward()
    assert seen == [(double, [[15.0, 15.0], None], [5.0, 5.0])]
    assert x.grad.tolist() == [15.0, 15.0]
    x.grad = None
    with double.register_full_backward_hook(lambda m, gi, go: tuple(None if g is None else g * 10 for g in gi)):
        double(x).sum().backward()
    assert x.grad.tolist() == [20.0, 20.0]
    x.grad = None
    double(x).sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_full_backward_pre_hook_replaces_what_comes_in(ag, double):
    x = ag.ones(2, requires_grad=True)
    seen = []
    double.register_full_backward_pre_hook(lambda module, grad_output: (grad_output[0] * 10,))
    double.register_full_backward_pre_hook(lambda module, grad_output: (grad_output[0] + 1,))
    double.register_full_backward_pre_hook(lambda module, grad_output: (grad_output[0] * 2,), prepend=True)
    double.register_full_backward_hook(lambda module, gi, go: seen.append(go[0].tolist()))
    double(x).sum().backward()
    assert seen == [[21.0, 21.0]]
    assert x.grad.tolist() == [42.0, 42.0]


def test_backward_hooks_with_several_outputs(ag, device):
    class Split(ag.nn.Module):
        def forward(self, x):
            return x * 2, x * 3

    split = Split()
    seen = []
    split.register_full_backward_hook(lambda m, gi, go: seen.append((gi[0].tolist(), [g is None for g in go])))
    x = ag.ones(1, requires_grad=True)
    a, b = split(x)
    b.sum().backward()
    assert seen == [([3.0], [True, False])]
    seen.clear()
    x.grad = None
    a, b = split(x)
    (a + b).sum().backward()
    assert seen == [([5.0], [False, False])]
    assert x.grad.tolist() == [5.0]


def test_backward_hooks_of_a_layer_reach_its_parameters(ag, device):
    layer = ag.nn.Linear(2, 1)
    layer.register_full_backward_hook(lambda m, gi, go: None)
    x = ag.ones(3, 2, requires_grad=True)
    layer(x).sum().backward()
    assert layer.weight.grad.tolist() == [[3.0, 3.0]]
    assert layer.bias.grad.tolist() == [3.0]


@pytest.mark.filterwarnings("ignore:Full backward hook is firing")
def test_backward_hook_without_input_gradients(ag, device):
    layer = ag.nn.Linear(2, 1)
    seen = []
    layer.register_full_backward_hook(lambda m, gi, go: seen.append((gi, go[0].tolist())))
    layer(ag.ones(1, 2)).sum().backward()
    assert seen == [((None,), [[1.0]])]
    layer.register_full_backward_hook(lambda m, gi, go: (go[0],))
    with pytest.raises(RuntimeError, match="no input requires gradient should always return None"):
        layer(ag.ones(1, 2)).sum().backward()


def test_backward_hooks_check_the_number(ag, double):
    x = ag.ones(1, requires_grad=True)
    with double.register_full_backward_hook(lambda m, gi, go: (gi[0], gi[0])):
        out = double(x).sum()
        with pytest.raises(RuntimeError, match="Backward hook returned an invalid number of grad_input, got 2, but"):
            out.backward()
    with double.register_full_backward_pre_hook(lambda m, go: (go[0], go[0])):
        out = double(x).sum()
        with pytest.raises(RuntimeError, match="Backward pre hook returned an invalid number of grad_output, got 2"):
            out.backward()


def test_backward_hooks_want_tensors(ag, device):
    class Wrapped(ag.nn.Module):
        def forward(self, x):
            return {"y": x}

    module = Wrapped()
    module.register_full_backward_hook(lambda m, gi, go: None)
    with pytest.warns(UserWarning, match="module output should be a Tensor or a tuple of Tensors"):
        module(ag.ones(1, requires_grad=True))


def test_backward_hooks_are_quiet_without_gradients(ag, double):
    seen = []
    double.register_full_backward_hook(lambda m, gi, go: seen.append(1))
    with ag.no_grad():
        assert not double(ag.ones(1, requires_grad=True)).requires_grad
    assert seen == []


def test_second_derivative_through_backward_hooks(ag, device):
    class Cube(ag.nn.Module):
        def forward(self, x):
            return x**3

    cube = Cube()
    cube.register_full_backward_hook(lambda m, gi, go: None)
    x = ag.tensor([2.0], requires_grad=True)
    (g,) = ag.autograd.grad(cube(x).sum(), x, create_graph=True)
    assert g.tolist() == [12.0]
    g.sum().backward()
    assert x.grad.tolist() == [12.0]


def test_hooks_for_all_modules(ag, double):
    hooks = ag.nn.modules.module
    order = []
    double.register_forward_hook(lambda module, args, out: order.append("own"))
    with (
        hooks.register_module_forward_pre_hook(lambda module, args: (args[0] + 1,)),
        hooks.register_module_forward_hook(
            lambda module, args, kwargs, out: order.append((type(module).__name__, kwargs)), with_kwargs=True
        ),
        hooks.register_module_full_backward_pre_hook(lambda module, grads: (grads[0] * 10,)),
        hooks.register_module_full_backward_hook(lambda module, inputs, outputs: order.append(outputs[0].tolist())),
    ):
        x = ag.ones(1, requires_grad=True)
        out = ag.nn.Sequential(double)(x)
        assert out.tolist() == [6.0]
        out.backward()
    assert order == [("Double", {}), "own", ("Sequential", {}), [100.0], [10.0]]
    assert x.grad.tolist() == [200.0]
    assert double(x).tolist() == [2.0]


def test_a_hook_for_all_modules_is_called_after_errors_too(ag, double):
    seen = []
    with (
        ag.nn.modules.module.register_module_forward_hook(lambda module, args, out: seen.append(out), always_call=True),
        pytest.raises(TypeError),
    ):
        double(ag.ones(1), to=3)
    assert seen == [None]


def test_hooks_on_registration(ag):
    hooks = ag.nn.modules.module
    seen = []

    def frozen(module, name, parameter):
        seen.append(name)
        return parameter.requires_grad_(False)

    with (
        hooks.register_module_parameter_registration_hook(frozen),
        hooks.register_module_buffer_registration_hook(lambda module, name, buffer: seen.append(name)),
        hooks.register_module_module_registration_hook(lambda module, name, child: ag.nn.Identity()),
    ):
        norm = ag.nn.BatchNorm1d(1)
        model = ag.nn.Sequential(norm)
        model.head = ag.nn.ReLU()
    assert seen == ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]
    assert not any(p.requires_grad for p in norm.parameters())
    assert [type(m).__name__ for m in model.children()] == ["Identity", "Identity"]
    assert all(p.requires_grad for p in ag.nn.BatchNorm1d(1).parameters())
