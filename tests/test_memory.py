"""Memory goes back by reference count, with the garbage collector off; long graphs need no recursion."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from arraygrad.graph import Node

pytestmark = [
    pytest.mark.usefixtures("device", "no_collector"),
    pytest.mark.only_arraygrad(reason="looks at this library's storages and nodes"),
]


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def arrays_of(saved):
    """The raw arrays among what a node saved."""
    if isinstance(saved, (list, tuple)):
        for part in saved:
            yield from arrays_of(part)
    elif hasattr(saved, "dtype") and hasattr(saved, "shape"):
        yield saved


def references(*tensors):
    """Weak references to tensors, their arrays, all nodes behind them and the arrays that those keep."""
    found, seen = [], set()
    for t in tensors:
        found += [weakref.ref(t), weakref.ref(t._array)]
        todo = [t._node]
        while todo:
            node = todo.pop()
            if not isinstance(node, Node) or id(node) in seen:
                continue
            seen.add(id(node))
            found.append(weakref.ref(node))
            found += [weakref.ref(a) for a in arrays_of(getattr(node, "saved", None))]
            todo += getattr(node, "edges", ())
    return found


def alive(found):
    return [r() for r in found if r() is not None]


def leaf(ag):
    return ag.tensor([[0.5, 1.0, 1.5], [2.0, 0.25, 3.0]], requires_grad=True)


def saved_outputs(ag, x):
    return [x.exp().tanh().sigmoid().sqrt().reciprocal()]


def saved_inputs(ag, x):
    return [(x * x).sin().log1p() @ ag.ones(3, 2)]


def views(ag, x):
    y = x * 1
    a, b = y[0], y.permute(1, 0)[1:]
    return [a.exp(), b, y]


def writes(ag, x):
    y = x * 1
    y[0].mul_(x[1])
    y[:, 1] = 3.0
    y.exp_()
    return [y, y.reshape(6)[2:]]


def several_results(ag, x):
    return [x.max(dim=1)[0], x.sort(dim=1)[0] * 2]


def joined(ag, x):
    return [ag.cat([x, ag.stack([x[0], x[1] * 2])]), ag.where(x > 1, x, x * x)]


def indexed(ag, x):
    rows = ag.tensor([0, 1, 1])
    y = x[rows] * 2
    y[rows[:2]] = x * 3
    return [y, y[y > 1]]


def softmaxes(ag, x):
    return [x.softmax(1), x.log_softmax(0), x.logsumexp(1), x.prod(1), x.cumsum(0)]


def user_functions(ag, x):
    class Exp(ag.autograd.Function):
        @staticmethod
        def forward(ctx, a):
            b = a.exp()
            ctx.save_for_backward(a, b)
            ctx.note = "kept"
            return b, a * 2

        @staticmethod
        def backward(ctx, g, h):
            return ctx.saved_tensors[1] * g + h * 2

    return list(Exp.apply(x * 1))


def hooked(ag, x):
    y = x * 2
    y.register_hook(lambda g: g * 2)
    y.retain_grad()
    y.grad_fn.register_hook(lambda ins, outs: None)
    return [y, y.exp()]


def second_order(ag, x):
    (g,) = ag.autograd.grad((x.exp() * x).sum(), x, create_graph=True)
    return [g, g.tanh()]


def detached(ag, x):
    y = x.exp()
    z = y.detach()
    return [y * z, z.requires_grad_() * 2]


GRAPHS = [
    saved_outputs, saved_inputs, views, writes, several_results, joined, indexed, softmaxes, user_functions, hooked,
    second_order, detached,
]  # fmt: skip


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: g.__name__)
def test_a_dropped_graph_is_gone(ag, graph):
    x = leaf(ag)
    outs = graph(ag, x)
    found = references(x, *outs)
    assert len(alive(found)) == len(found)
    del x, outs
    assert not alive(found)


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: g.__name__)
@pytest.mark.parametrize("retain", [False, True])
def test_a_graph_is_gone_after_backward(ag, graph, retain):
    x = leaf(ag)
    outs = graph(ag, x)
    found = references(x, *outs)
    total = sum((o * o).sum() for o in outs)
    found += references(total)
    total.backward(retain_graph=retain)
    found += references(x.grad)
    del x, outs, total
    assert not alive(found)


def test_a_graph_is_gone_after_a_failed_backward(ag):
    x = leaf(ag)
    y = x.exp()
    z = (y * 2).sum()
    y.mul_(2)
    found = references(x, y, z)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        z.backward()
    del x, y, z
    assert not alive(found)


def test_a_graph_across_devices_is_gone(ag, other_device):
    x = leaf(ag)
    y = (x.exp().to(other_device) * 2).sum()
    found = references(x, y)
    y.backward()
    del x, y
    assert not alive(found)


def test_a_training_loop_leaves_nothing(ag):
    w = ag.tensor([[0.5, -0.5], [1.0, 2.0]], requires_grad=True)
    found = []
    for _ in range(3):
        h = (ag.ones(4, 2) @ w).relu()
        loss = (h * h).mean()
        found += references(h, loss)
        loss.backward()
        with ag.no_grad():
            w -= 0.01 * w.grad
        w.grad = None
    del h, loss
    assert not alive(found)


# -- what the graph keeps, and for how long ----------------------------------------------------------------------


def test_backward_frees_what_was_saved(ag):
    x = leaf(ag)
    h = x * 2
    z = (h * h).sum()
    saved = weakref.ref(h._array)
    del h
    assert saved() is not None
    z.backward()
    assert saved() is None
    assert z.grad_fn is not None


def test_a_retained_graph_keeps_it(ag):
    x = leaf(ag)
    h = x * 2
    z = (h * h).sum()
    saved = weakref.ref(h._array)
    del h
    z.backward(retain_graph=True)
    assert saved() is not None
    z.backward()
    assert saved() is None


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, a, c: a + c,
        lambda ag, a, c: a - a,
        lambda ag, a, c: a * c,
        lambda ag, a, c: a * 3,
        lambda ag, a, c: a / c,
        lambda ag, a, c: a @ c.permute(1, 0),
        lambda ag, a, c: a.exp(),
        lambda ag, a, c: a.tanh(),
        lambda ag, a, c: a.sum(0),
        lambda ag, a, c: a.mean(),
        lambda ag, a, c: a.permute(1, 0) * 1,
        lambda ag, a, c: ag.cat([a, c]),
        lambda ag, a, c: ag.where(c > 0, a, c),
        lambda ag, a, c: a.softmax(1),
        lambda ag, a, c: ag.stack([a, a]),
    ],
)
def test_only_what_is_needed_is_saved(ag, function):
    """The operand itself is not needed for the gradient of any of these."""
    x = leaf(ag)
    a = x * 2
    y = function(ag, a, ag.ones(2, 3))
    value = weakref.ref(a._array)
    del a
    assert value() is None
    y.sum().backward()
    assert x.grad is not None


def test_without_recording_nothing_is_kept(ag):
    x = leaf(ag)
    with ag.no_grad():
        h = x * 2
        y = (h * h).sum()
    value = weakref.ref(h._array)
    del h
    assert value() is None
    assert y.grad_fn is None


def test_a_view_keeps_the_memory_and_not_the_tensor(ag):
    x = ag.arange(6.0)
    v = x[2:4]
    tensor = weakref.ref(x)
    found = v._storage
    del x
    assert tensor() is None or v._base is tensor()
    assert v._storage is found
    assert v.tolist() == [2.0, 3.0]


def test_the_gradient_of_a_leaf_goes_with_it(ag):
    x = leaf(ag)
    (x * x).sum().backward()
    found = references(x.grad)
    x.grad = None
    assert not alive(found)


# -- long graphs -------------------------------------------------------------------------------------------------


def chain(ag, n):
    x = ag.ones(1, requires_grad=True)
    y = x
    for _ in range(n):
        y = y + 1
    return x, y


def test_a_chain_of_a_million_operations(ag, device):
    """Forward, backward and destruction; a million on NumPy, more than the recursion limit elsewhere."""
    n = 1_000_000 if device == "cpu" else 5_000
    x, y = chain(ag, n)
    y.backward()
    assert x.grad.item() == 1.0
    assert y.item() == n + 1 or device != "cpu"
    last = weakref.ref(y.grad_fn)
    del y
    assert last() is None


def test_a_long_chain_that_nobody_walks(ag):
    _, y = chain(ag, 5_000)
    nodes = references(y)
    assert len(nodes) > 5_000
    del y
    assert not alive(nodes)


def test_a_long_chain_to_second_order(ag):
    n = 1_500
    x = ag.full((), 1.0, requires_grad=True, dtype=ag.float64)
    y = x * x
    for _ in range(n):
        y = y * 1.0
    (g,) = ag.autograd.grad(y, x, create_graph=True)
    (h,) = ag.autograd.grad(g, x)
    assert (g.item(), h.item()) == (2.0, 2.0)
    found = references(y, g, h)
    del x, y, g, h
    assert not alive(found)


def test_a_long_chain_of_writes(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 1
    for _ in range(1_500):
        y[0].add_(1)
    y.sum().backward()
    assert y[0].item() == 1_501
    np.testing.assert_array_equal(x.grad.cpu().numpy(), [1.0, 1.0])


def test_sixty_doublings(ag):
    """A graph of 60 nodes with 2**60 paths."""
    x = ag.ones(1, requires_grad=True, dtype=ag.float64)
    y = x
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad.item() == 2.0**60
