"""The recorded graph as users see it: its nodes and edges, hooks on several tensors, and what it saves.

Examples
--------
>>> import arraygrad as ag
>>> x = ag.tensor([1.0, 2.0], requires_grad=True)
>>> with ag.autograd.graph.saved_tensors_hooks(lambda t: t.numpy(), ag.from_numpy):
...     y = (x * x).sum()
>>> y.backward()
>>> x.grad
tensor([2., 4.])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

from arraygrad.autograd.edges import GradientEdge, get_gradient_edge
from arraygrad.autograd.modes import recorder, set_recorder
from arraygrad.autograd.passes import at_end
from arraygrad.autograd.recording import Recorder, current
from arraygrad.dispatch import call
from arraygrad.graph import HookHandle, Node
from arraygrad.tensor import Tensor

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]


class saved_tensors_hooks:
    """Context in which every value that the graph saves goes through a pair of functions.

    Parameters
    ----------
    pack_hook : callable
        Takes a tensor that is saved, outside the graph, and gives anything: that is kept in its place. It runs without
        recording and may not write to the tensor.
    unpack_hook : callable
        Takes that and gives the tensor back, when a backward pass needs it. The values have to be the same.

    Raises
    ------
    RuntimeError
        On entry, if hooks are disabled here.

    Notes
    -----
    The innermost pair counts. A value that was packed is not checked for later writes.
    """

    def __init__(self, pack_hook: Callable[[Tensor], Any], unpack_hook: Callable[[Any], Tensor]) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook
        self._before: list[Any] = []

    def __enter__(self) -> None:
        now = current()
        if isinstance(now.hooks, str):
            raise RuntimeError(now.hooks)
        self._before.append(recorder())
        set_recorder(Recorder((self.pack_hook, self.unpack_hook), now.traced, now.check_nan))

    def __exit__(self, *exc: object) -> None:
        set_recorder(self._before.pop())


class save_on_cpu(saved_tensors_hooks):
    """Context in which saved values are kept on ``"cpu"`` and moved back when they are needed.

    Parameters
    ----------
    pin_memory : bool
        Taken for compatibility.
    device_type : str
        Taken for compatibility.
    """

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda") -> None:
        super().__init__(lambda t: (t.device, t.to("cpu", copy=True)), lambda packed: packed[1].to(packed[0]))


@contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Iterator[None]:
    """Context in which entering `saved_tensors_hooks` raises a RuntimeError with a message."""
    before, now = recorder(), current()
    set_recorder(Recorder(error_message, now.traced, now.check_nan))
    try:
        yield
    finally:
        set_recorder(before)


@contextmanager
def allow_mutation_on_saved_tensors() -> Iterator[None]:
    """Context in which values that the graph saves may be written to: it keeps copies of them.

    Where arrays are immutable there is nothing to copy.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.ones(2, requires_grad=True)
    >>> with ag.autograd.graph.allow_mutation_on_saved_tensors():
    ...     h = x * 2
    ...     y = (h * h).sum()
    ...     h.zero_()
    tensor([0., 0.], grad_fn=<OverwriteBackward0>)
    >>> y.backward()
    >>> x.grad
    tensor([8., 8.])
    """

    def keep(value: Tensor) -> Tensor:
        return call("clone", value) if value._storage.device.mutable else value

    with saved_tensors_hooks(keep, lambda kept: kept):
        yield


def register_multi_grad_hook(
    tensors: Sequence[Tensor], fn: Callable[..., None], *, mode: Literal["all", "any"] = "all"
) -> HookHandle:
    """Call a function once per backward pass with the gradients of several tensors.

    Parameters
    ----------
    tensors : sequence of Tensor
    fn : callable
        With `mode` ``"all"`` it gets a list with one gradient per tensor, None for those that the pass did not reach,
        at the end of a pass that reached any; with ``"any"`` the first gradient that is computed, at once.
    mode : {"all", "any"}

    Returns
    -------
    HookHandle
        Its ``remove`` takes the hook off.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a, b = ag.ones(1, requires_grad=True), ag.ones(1, requires_grad=True)
    >>> handle = ag.autograd.graph.register_multi_grad_hook((a, b), print)
    >>> (2 * a + 3 * b).sum().backward()
    [tensor([2.]), tensor([3.])]
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    found: dict[int, Tensor] = {}
    started = False

    def done() -> None:
        nonlocal started
        started = False
        gradients = [found.get(i) for i in range(len(tensors))]
        found.clear()
        if mode == "all":
            fn(gradients)

    def arrive(i: int, gradient: Tensor) -> None:
        nonlocal started
        first = not started
        if first:
            started = True
            found.clear()
            at_end(done)
        if mode == "all":
            before = found.get(i)
            found[i] = gradient if before is None else before + gradient
        elif first:
            fn(gradient)

    handles = [t.register_hook(partial(arrive, i)) for i, t in enumerate(tensors)]

    class Handle(HookHandle):
        def __init__(self) -> None:
            self.id = handles[0].id if handles else 0

        def remove(self) -> None:
            for handle in handles:
                handle.remove()

    return Handle()


def increment_version(tensor: Tensor | Sequence[Tensor]) -> None:
    """Say that tensors have been written to in a way that arraygrad could not see."""
    for t in [tensor] if isinstance(tensor, Tensor) else list(tensor):
        t._storage.version += 1
