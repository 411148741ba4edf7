"""Values that backward needs, computed again instead of kept."""

from __future__ import annotations

import gc
import importlib
import weakref

import pytest


@pytest.fixture
def checkpointing(ag):
    return importlib.import_module(f"{ag.__name__}.utils.checkpoint")


both = pytest.mark.parametrize("reentrant", [True, False])


@both
def test_gradients_are_those_without(ag, device, checkpointing, reentrant):
    x, w = ag.tensor([0.3, 0.7], requires_grad=True), ag.tensor([1.5, 2.5], requires_grad=True)
    calls = []

    def f(x):
        calls.append(1)
        return (x * w).sin().exp()

    f(x).sum().backward()
    expected = x.grad.tolist() + w.grad.tolist()
    x.grad = w.grad = None
    calls.clear()
    checkpointing.checkpoint(f, x, use_reentrant=reentrant).sum().backward()
    assert x.grad.tolist() + w.grad.tolist() == pytest.approx(expected)
    assert len(calls) == 2


@both
@pytest.mark.filterwarnings("ignore:None of the inputs have requires_grad:UserWarning")
def test_checkpoints_nest(ag, device, checkpointing, reentrant):
    x = ag.tensor([0.3, 0.7], requires_grad=True)

    def inner(x):
        return checkpointing.checkpoint(lambda x: x.sin().exp(), x * 2, use_reentrant=reentrant) * x

    inner(x).sum().backward()
    expected = x.grad.tolist()
    x.grad = None
    checkpointing.checkpoint(inner, x, use_reentrant=reentrant).sum().backward()
    assert x.grad.tolist() == pytest.approx(expected)


@both
def test_dropout_is_the_same_again(ag, device, checkpointing, reentrant):
    x = ag.ones(100, requires_grad=True)
    y = checkpointing.checkpoint(lambda x: ag.nn.functional.dropout(x * 3, 0.5), x, use_reentrant=reentrant)
    ag.rand(5)
    state = ag.get_rng_state()
    y.sum().backward()
    assert x.grad.tolist() == y.tolist()
    assert ag.get_rng_state().tolist() == state.tolist()


def test_saved_values_are_not_kept(ag, device, checkpointing):
    live = weakref.WeakSet()

    class Noting(ag.autograd.Function):
        """Saves a value and keeps track of who else does."""

        @staticmethod
        def forward(ctx, x):
            kept = x * 1
            live.add(kept)
            ctx.kept = kept
            return x * 2

        @staticmethod
        def backward(ctx, g):
            return g * 2

    def f(x):
        for _ in range(5):
            x = (x * x).sin()
        return x

    def saved(make):
        count = []
        x = ag.ones(2, requires_grad=True)
        with ag.autograd.graph.saved_tensors_hooks(lambda t: (count.append(1), t)[1], lambda t: t):
            y = make(x)
        y.sum().backward()
        return len(count)

    plain = saved(lambda x: f(f(x)))
    # an outer pair of hooks sees only what checkpoints keep: their arguments
    kept = saved(
        lambda x: checkpointing.checkpoint(f, checkpointing.checkpoint(f, x, use_reentrant=False), use_reentrant=False)
    )
    assert (plain, kept) == (30, 2)
    x = ag.ones(2, requires_grad=True)
    y = checkpointing.checkpoint(lambda x: Noting.apply(x).exp() * 1, x, use_reentrant=True)
    gc.collect()
    assert not live
    y.sum().backward()


def test_it_is_a_graph_like_any_other(ag, device, checkpointing):
    x = ag.tensor([0.3, 0.7], requires_grad=True)
    y = checkpointing.checkpoint(lambda x, k: {"out": x**3 * k}, x, k=2.0, use_reentrant=False)["out"]
    (g,) = ag.autograd.grad(y.sum(), x, create_graph=True)
    assert ag.autograd.grad(g.sum(), x)[0].tolist() == pytest.approx([3.6, 8.4])
    z = checkpointing.checkpoint(lambda x: x.exp(), x, use_reentrant=False).sum()
    z.backward(retain_graph=True)
    z.backward()
    with pytest.raises(RuntimeError, match="second time"):
        z.backward()


def test_without_recording_it_is_a_call(ag, device, checkpointing):
    with ag.no_grad():
        y = checkpointing.checkpoint(lambda x: x * 2, ag.ones(2, requires_grad=True), use_reentrant=False)
    assert not y.requires_grad


def test_contexts(ag, device, checkpointing):
    from contextlib import contextmanager

    log = []

    @contextmanager
    def noting(name):
        log.append(name)
        yield

    x = ag.ones(2, requires_grad=True)
    contexts = lambda: (noting("first"), noting("again"))  # noqa: E731
    y = checkpointing.checkpoint(lambda x: x.exp(), x, use_reentrant=False, context_fn=contexts)
    assert log == ["first"]
    y.sum().backward()
    assert log == ["first", "again"]


def test_errors(ag, device, checkpointing):
    x = ag.ones(2, requires_grad=True)
    run = checkpointing.checkpoint
    turn = []

    def fickle(x):
        turn.append(1)
        return x.exp() if len(turn) % 2 else x * 2

    with pytest.raises(checkpointing.CheckpointError, match="A different number of tensors was saved"):
        run(fickle, x, use_reentrant=False).sum().backward()

    def growing(x):
        turn.append(1)
        return x.repeat(len(turn)).exp()

    with pytest.raises(checkpointing.CheckpointError, match="different metadata"):
        run(growing, x, use_reentrant=False).sum().backward()
    with pytest.raises(RuntimeError, match=r"incompatible with \.grad"):
        ag.autograd.grad(run(ag.exp, x, use_reentrant=True).sum(), x)
    with pytest.raises(ValueError, match="Unexpected keyword"):
        run(ag.exp, x, use_reentrant=True, more=1)
    with pytest.warns(UserWarning, match="None of the inputs have requires_grad"):
        run(ag.exp, ag.ones(2), use_reentrant=True)
    with pytest.warns(UserWarning, match="use_reentrant"):
        run(ag.exp, x)


@both
def test_a_chain_in_segments(ag, device, checkpointing, reentrant):
    layers = ag.nn.Sequential(*(ag.nn.Linear(2, 2) for _ in range(5)))
    x = ag.ones(1, 2, requires_grad=True)
    layers(x).sum().backward()
    expected = [p.grad.tolist() for p in layers.parameters()]
    layers.zero_grad()
    checkpointing.checkpoint_sequential(layers, 2, x, use_reentrant=reentrant).sum().backward()
    for p, e in zip(layers.parameters(), expected, strict=True):
        assert p.grad.flatten().tolist() == pytest.approx([v for row in e for v in (row if p.ndim > 1 else [row])])
