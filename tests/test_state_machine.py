"""Views, writes, detach and backward in any order, beside NumPy's views and PyTorch's gradients.

Every tensor of the machine has a NumPy array beside it, made by the same views and written by the same writes: values
are compared after each step. Where PyTorch is installed its tensors go along too: the same calls must be refused, and
the gradients at the end must be the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

try:
    import torch
except ModuleNotFoundError:
    torch = None

pytestmark = pytest.mark.only_arraygrad(reason="compares with PyTorch itself")

#: How many runs of how many steps, by device: where every new shape costs a compilation, few.
BUDGET = {"cpu": (40, 25), "readonly": (20, 25), "strict": (20, 25), "jax": (8, 15), "cuda": (30, 25)}
#: Most tensors that a run keeps.
POOL = 12
#: Refused by ours where PyTorch may write.
REPEATED = "refers to a single memory location"

pick = st.integers(0, POOL - 1)
number = st.sampled_from([-1.5, 0.5, 2.0])


@dataclass
class Member:
    """A tensor, the NumPy array that it should look like, and PyTorch's tensor."""

    ours: Any
    model: np.ndarray
    theirs: Any


def attempt(function, *args):
    """The result and the error of a call, one of them None."""
    try:
        return function(*args), None
    except (RuntimeError, IndexError) as error:
        return None, error


class Tensors(RuleBasedStateMachine):
    """A pool of tensors, some of which share memory."""

    def __init__(self, ag, device):
        super().__init__()
        self.ag = ag
        self.device = device
        self.pool: list[Member] = []
        rng = np.random.default_rng(5)
        self.leaves = [self.make(rng.uniform(-1, 1, shape), True) for shape in ((3, 4), (4,))]
        self.make(rng.uniform(-1, 1, (3, 4)), False)
        first = self.leaves[0]
        self.keep(lambda lib, x: x * 1.0, lambda x: x * 1.0, first)

    def make(self, array, requires_grad):
        theirs = None if torch is None else torch.tensor(array).requires_grad_(requires_grad)
        ours = self.ag.tensor(array, device=self.device).requires_grad_(requires_grad)
        member = Member(ours, array.copy(), theirs)
        self.pool.append(member)
        return member

    def member(self, i):
        return self.pool[i % len(self.pool)]

    def both(self, function, *members):
        """Call on our tensors, then on PyTorch's; None if the call was refused."""
        ours, error = attempt(function, self.ag, *(m.ours for m in members))
        if error is not None:
            assert str(error)
            if REPEATED in str(error):
                return None  # a single one of repeated elements: PyTorch writes to it
        theirs = None
        if torch is not None:
            theirs, refused = attempt(function, torch, *(m.theirs for m in members))
            assert (error is None) == (refused is None), f"refused by one only: {error or refused!r}"
        return None if error is not None else (ours, theirs)

    def keep(self, function, model, *members):
        """Put a new tensor into the pool."""
        made = self.both(function, *members)
        if made is not None and len(self.pool) < POOL:
            self.pool.append(Member(made[0], model(*(m.model for m in members)), made[1]))

    def write(self, function, model, *members):
        """Write into the first member; nothing changes if that is refused."""
        first, *rest = (m.model for m in members)
        if any(other is not first and np.shares_memory(first, other) for other in rest):
            return  # PyTorch has no answer to operands that overlap in part
        if self.both(function, *members) is not None:
            target, *others = (m.model for m in members)
            target[...] = model(target.copy(), *(o.copy() for o in others))

    # -- views -------------------------------------------------------------------------------------------------
    @rule(i=pick, data=st.data())
    def index(self, i, data):
        m = self.member(i)
        key: list[Any] = []
        for n in m.model.shape:
            start = data.draw(st.integers(0, n))
            step = data.draw(st.sampled_from([1, 2]))
            choices = [slice(None), slice(start, None, step), slice(0, start)]
            key.append(data.draw(st.sampled_from([*choices, *([start - 1] if 0 < start <= n else [])])))
        if data.draw(st.booleans()):
            key.insert(data.draw(st.integers(0, len(key))), None)
        self.keep(lambda lib, x: x[tuple(key)], lambda a: a[(*key, ...)], m)

    @rule(i=pick, a=st.integers(0, 3), b=st.integers(0, 3))
    def transpose(self, i, a, b):
        m = self.member(i)
        n = m.model.ndim
        if n:
            self.keep(lambda lib, x: x.transpose(a % n, b % n), lambda x: np.swapaxes(x, a % n, b % n), m)

    @rule(i=pick, wanted=st.sampled_from(["flat", "column", "split"]), how=st.sampled_from(["reshape", "view"]))
    def reshape(self, i, wanted, how):
        m = self.member(i)
        size = m.model.size
        shape = {"flat": (size,), "column": (size, 1), "split": (2, size // 2) if size % 2 == 0 else (1, size)}[wanted]
        before = len(self.pool)
        self.keep(lambda lib, x: getattr(x, how)(*shape), lambda x: x.reshape(shape), m)
        if len(self.pool) > before and size:
            new = self.pool[-1]
            assert (new.ours._storage is m.ours._storage) == np.shares_memory(new.model, m.model)

    @rule(i=pick, where=st.integers(0, 3))
    def unsqueeze(self, i, where):
        m = self.member(i)
        dim = where % (m.model.ndim + 1)
        self.keep(lambda lib, x: x.unsqueeze(dim), lambda x: np.expand_dims(x, dim), m)

    @rule(i=pick)
    def squeeze(self, i):
        self.keep(lambda lib, x: x.squeeze(), np.squeeze, self.member(i))

    @rule(i=pick, n=st.integers(1, 3))
    def expand(self, i, n):
        m = self.member(i)
        shape = (n, *(2 if k == 1 else k for k in m.model.shape))
        self.keep(lambda lib, x: x.expand(*shape), lambda x: np.lib.stride_tricks.as_strided(
            x, shape, (0, *(0 if k == 1 else s for k, s in zip(x.shape, x.strides, strict=True)))
        ), m)  # fmt: skip

    @rule(i=pick)
    def detach(self, i):
        self.keep(lambda lib, x: x.detach(), lambda x: x, self.member(i))

    # -- new memory, which is row-major in ours; PyTorch's follows the operands ----------------------------------
    @rule(i=pick)
    def clone(self, i):
        self.keep(lambda lib, x: x.clone().contiguous(), lambda x: x.copy(order="C"), self.member(i))

    @rule(i=pick, name=st.sampled_from(["sin", "tanh", "square"]))
    def compute(self, i, name):
        self.keep(
            lambda lib, x: getattr(x, name)().contiguous(), lambda x: getattr(np, name)(x, order="C"), self.member(i)
        )

    @rule(i=pick, j=pick)
    def multiply(self, i, j):
        a, b = self.member(i), self.member(j)
        if a.model.shape == b.model.shape:
            self.keep(lambda lib, x, y: (x * y).contiguous(), lambda x, y: np.multiply(x, y, order="C"), a, b)

    # -- writes ------------------------------------------------------------------------------------------------
    @rule(i=pick, c=number)
    def scale(self, i, c):
        self.write(lambda lib, x: x.mul_(c), lambda a: a * c, self.member(i))

    @rule(i=pick, c=number)
    def shift(self, i, c):
        self.write(lambda lib, x: x.add_(c), lambda a: a + c, self.member(i))

    @rule(i=pick, name=st.sampled_from(["sin", "tanh"]))
    def function_in_place(self, i, name):
        self.write(lambda lib, x: getattr(x, f"{name}_")(), getattr(np, name), self.member(i))

    @rule(i=pick, j=pick, name=st.sampled_from(["add", "mul", "copy"]))
    def combine(self, i, j, name):
        a, b = self.member(i), self.member(j)
        model = {"add": np.add, "mul": np.multiply, "copy": lambda x, y: y}[name]
        if fits(b.model.shape, a.model.shape):
            self.write(lambda lib, x, y: getattr(x, f"{name}_")(y), model, a, b)

    @rule(i=pick, c=number)
    def fill(self, i, c):
        self.write(lambda lib, x: x.fill_(c), lambda a: np.full_like(a, c), self.member(i))

    @rule(i=pick, c=number, k=st.integers(0, 2))
    def assign(self, i, c, k):
        m = self.member(i)
        if m.model.ndim and m.model.shape[0] > k:

            def model(a):
                a[k] = c
                return a

            self.write(lambda lib, x: x.__setitem__(k, c), model, m)

    @rule(i=pick, j=pick)
    def assign_tensor(self, i, j):
        a, b = self.member(i), self.member(j)
        if a.model.ndim and a.model.shape[0] and fits(b.model.shape, a.model.shape[1:]):

            def model(x, y):
                x[-1] = y
                return x

            self.write(lambda lib, x, y: x.__setitem__(-1, y), model, a, b)

    @rule(i=pick, c=number)
    def masked_fill(self, i, c):
        m = self.member(i)
        self.write(lambda lib, x: x.masked_fill_(x > 0, c), lambda a: np.where(a > 0, c, a), m)

    @rule(i=pick, c=number)
    def scale_unrecorded(self, i, c):
        def function(lib, x):
            with lib.no_grad():
                return x.mul_(c)

        self.write(function, lambda a: a * c, self.member(i))

    # -- gradients ---------------------------------------------------------------------------------------------
    @rule(i=pick)
    def backward(self, i):
        self.run_backward(self.member(i))

    def run_backward(self, m):
        if not m.ours.requires_grad:
            return
        before = self.gradients()
        done = self.both(lambda lib, x: (x * x).sum().backward(retain_graph=True), m)
        for leaf, old, new in zip(self.leaves, before, self.gradients(), strict=True):
            if done is None:  # refused: nothing has changed; PyTorch has got as far as it got
                np.testing.assert_array_equal(new, old)
                if torch is not None:
                    leaf.theirs.grad = None if np.isnan(old).all() else torch.tensor(old)
            elif torch is not None:
                expected = np.full(leaf.model.shape, np.nan) if leaf.theirs.grad is None else leaf.theirs.grad.numpy()
                np.testing.assert_allclose(new, expected, rtol=1e-9, atol=1e-12)

    def gradients(self):
        """Copies of the leaves' gradients; not a number where there is none."""
        grads = [leaf.ours.grad for leaf in self.leaves]
        return [
            np.full(leaf.model.shape, np.nan) if g is None else np.array(g.numpy(force=True))
            for leaf, g in zip(self.leaves, grads, strict=True)
        ]

    @invariant()
    def values_agree(self):
        for m in self.pool:
            np.testing.assert_allclose(m.ours.detach().numpy(force=True), m.model, rtol=1e-12)
            if torch is not None:
                assert (m.ours.requires_grad, m.ours.is_leaf) == (m.theirs.requires_grad, m.theirs.is_leaf)
                assert steps(m.ours) == steps(m.theirs)
                assert m.ours._version == m.theirs._version

    def teardown(self):
        for m in self.pool:
            self.run_backward(m)


def steps(t):
    """Offset and strides, as far as they mean something."""
    return t.numel() and (t.storage_offset(), [s for s, n in zip(t.stride(), t.shape, strict=True) if n > 1])


def fits(shape, target):
    """Whether a shape broadcasts to a target."""
    return len(shape) <= len(target) and all(
        n in (1, m) for n, m in zip(reversed(shape), reversed(target), strict=False)
    )


def test_tensors(ag, device):
    runs, steps = BUDGET[device.partition(":")[0]]
    run_state_machine_as_test(
        lambda: Tensors(ag, device),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
