"""Claims 68 to 77: backward twice, accumulating, zeroing, stepping."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from ._helpers import LEAF, SECOND_TIME, close, sub

pytestmark = pytest.mark.usefixtures("device")


@pytest.fixture
def no_gc():
    """The garbage collector switched off."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_gc")
def test_claim_068_backward_frees_what_the_graph_saved(ag, kind):
    p = ag.ones(3, requires_grad=True)
    values = np.ones(3, dtype=np.float32)
    x = ag.from_numpy(values).to(p.device)
    y = (p * x).sum()
    saved = weakref.ref(values), weakref.ref(x)
    del values, x
    if kind.shares_memory:
        assert saved[0]() is not None
    y.backward()
    assert [ref() for ref in saved] == [None, None]
    assert y.item() == 3.0


@pytest.mark.usefixtures("no_gc")
def test_claim_068_saved_tensors_of_a_function_are_dropped(ag):
    class Square(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return 2 * x * g

    x = ag.tensor([3.0], requires_grad=True)
    y = Square.apply(x)
    y.backward()
    assert x.grad.tolist() == [6.0]
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        y.backward()
    assert x.grad.tolist() == [6.0]


@pytest.mark.usefixtures("no_gc")
@pytest.mark.parametrize("name", ["exp", "tanh", "sigmoid", "sqrt", "sin"])
def test_claim_068_no_cycles_between_tensors_and_nodes(ag, name):
    x = ag.ones(2, requires_grad=True)
    y = getattr(x, name)()
    z = y * y
    refs = weakref.ref(y), weakref.ref(z)
    z.sum().backward()
    del y, z
    assert [ref() for ref in refs] == [None, None]
    unused = getattr(x, name)()
    ref = weakref.ref(unused)
    del unused
    assert ref() is None


def test_claim_069_a_second_backward_errors(ag):
    x = ag.tensor([2.0], requires_grad=True)
    y = (x * x).sum()
    y.backward()
    with pytest.raises(RuntimeError, match=SECOND_TIME) as caught:
        y.backward()
    assert "retain_graph=True" in str(caught.value)
    assert x.grad.tolist() == [4.0]


def test_claim_070_retain_graph_permits_it(ag):
    x = ag.tensor([2.0], requires_grad=True)
    y = (x * x).sum()
    for expected in (4.0, 8.0):
        y.backward(retain_graph=True)
        assert x.grad.tolist() == [expected]
    y.backward()
    assert x.grad.tolist() == [12.0]
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        y.backward()
    assert x.grad.tolist() == [12.0]


def test_claim_071_two_losses_over_one_graph(ag):
    def losses():
        a = ag.tensor([[1.0, 2.0, 3.0, 4.0]], requires_grad=True)
        b = a**2
        c = b * 2
        return a, c.mean(), c.sum()

    a, d, e = losses()
    (d + e).backward()
    of_the_sum = a.grad.tolist()

    a, d, e = losses()
    d.backward(retain_graph=True)
    e.backward()
    assert a.grad.tolist() == of_the_sum == [[5.0, 10.0, 15.0, 20.0]]

    a, d, e = losses()
    d.backward(retain_graph=True)
    e.backward(retain_graph=True)
    d.backward()
    before = a.grad.tolist()
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        e.backward()
    assert a.grad.tolist() == before


def test_claim_072_a_graph_kept_from_an_earlier_iteration_errors(ag):
    w = ag.tensor(0.5, requires_grad=True)
    history = ag.tensor(1.0)
    for iteration in range(2):
        history = history * w
        loss = history**2
        if iteration == 0:
            loss.backward()
        else:
            with pytest.raises(RuntimeError, match=SECOND_TIME):
                loss.backward()


def test_claim_073_gradients_accumulate(ag):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    grad = x.grad
    once = x.grad.tolist()
    (x * x).sum().backward()
    assert x.grad.tolist() == [2 * g for g in once] == [4.0, 8.0]
    assert x.grad is grad


def test_claim_074_small_batches_add_up_to_a_full_one(ag):
    ag.manual_seed(0)
    net = ag.nn.Linear(3, 1).double()
    x, y = ag.randn(8, 3, dtype=ag.float64), ag.randn(8, 1, dtype=ag.float64)
    loss = ag.nn.MSELoss()
    loss(net(x), y).backward()
    full = [p.grad.tolist() for p in net.parameters()]
    net.zero_grad()
    for i in range(0, 8, 2):
        (loss(net(x[i : i + 2]), y[i : i + 2]) / 4).backward()
    for p, expected in zip(net.parameters(), full, strict=True):
        close(p.grad, expected, rtol=1e-12)


def test_claim_075_zero_grad_before_a_new_set(ag):
    net = ag.nn.Linear(1, 1, bias=False)
    optimizer = sub(ag, "optim").SGD(net.parameters(), lr=1.0)
    p = net.weight

    def collect():
        (p * 3).sum().backward()

    for zero in (optimizer.zero_grad, net.zero_grad):
        collect()
        zero(set_to_none=False)
        assert p.grad.tolist() == [[0.0]]
        collect()
        assert p.grad.tolist() == [[3.0]]
        zero()
        assert p.grad is None
    start = p.item()
    collect()
    collect()
    optimizer.step()  # without zeroing in between the step follows the sum
    assert p.item() == pytest.approx(start - 6.0, abs=1e-5)


def test_claim_076_one_gradient_can_be_zeroed(ag):
    a, b = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    (a * 2 + b * 3).sum().backward()
    grad = a.grad
    assert a.grad.zero_() is grad
    assert (a.grad.tolist(), b.grad.tolist()) == ([0.0, 0.0], [3.0, 3.0])
    a.grad[0] = 4.0
    (a * 2).sum().backward()
    assert a.grad.tolist() == [6.0, 2.0]


def sgd(p, grads, lr, momentum=0.0, weight_decay=0.0):
    velocity = None
    for g in grads:
        g = g + weight_decay * p
        velocity = g if velocity is None else momentum * velocity + g
        p = p - lr * velocity
    return p


def adam(p, grads, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = v = np.zeros_like(p)
    for t, g in enumerate(grads, 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        p = p - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return p


@pytest.mark.parametrize(
    ("rule", "name", "options"),
    [
        (sgd, "SGD", {"lr": 0.1}),
        (sgd, "SGD", {"lr": 0.1, "momentum": 0.9}),
        (sgd, "SGD", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}),
        (adam, "Adam", {"lr": 0.1}),
    ],
)
def test_claim_077_step_does_the_update(ag, rule, name, options):
    start, grads = np.array([1.0, -2.0, 0.5]), [np.array([0.5, -1.0, 2.0]) * k for k in (1, 3, -2)]
    p = ag.tensor(start, requires_grad=True)
    same = p
    optimizer = getattr(sub(ag, "optim"), name)([p], **options)
    for g in grads:
        p.grad = ag.tensor(g)
        optimizer.step()
    assert p is same
    assert (p.is_leaf, p.requires_grad) == (True, True)
    close(p, rule(start, grads, **options), rtol=1e-12)


def test_claim_077_a_step_is_no_recorded_operation(ag):
    p = ag.ones(2, requires_grad=True)
    p.grad = ag.ones(2)
    version = p._version
    sub(ag, "optim").Adam([p]).step()
    assert p.grad_fn is None
    assert p._version > version
    with pytest.raises(RuntimeError, match=LEAF):
        p.add_(1)
