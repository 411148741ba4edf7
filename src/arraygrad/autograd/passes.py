"""Backward passes: where they start and where they end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, overload

from arraygrad.autograd.edges import GradientEdge, inner_edge
from arraygrad.autograd.modes import no_grad, set_grad_enabled
from arraygrad.autograd.recording import Recorder, current, running
from arraygrad.autograd.representations import GRAPH, RAW, formed, tracing
from arraygrad.creation import ones_like, zeros_like
from arraygrad.engine import run
from arraygrad.graph import Node
from arraygrad.tensor import Tensor, wrap

__all__ = ["at_end", "backward", "grad", "is_whole_pass"]

Outputs = Tensor | GradientEdge | Sequence[Tensor | GradientEdge]
Inputs = Outputs | Mapping[str, Tensor]


def _start(
    outputs: Sequence[Tensor | GradientEdge], gradients: Sequence[Tensor | None]
) -> tuple[list[tuple[Any, Tensor]], bool]:
    """Edges and first gradients; whether there are batched tensors among them, so that gradients have to be tensors.

    Raises
    ------
    RuntimeError
        If an output has no history, or a gradient is missing or has the wrong shape.
    """
    if len(outputs) != len(gradients):
        raise RuntimeError(f"got {len(outputs)} tensors and {len(gradients)} gradients")
    roots: list[tuple[Any, Tensor]] = []
    batched = False
    for i, (output, gradient) in enumerate(zip(outputs, gradients, strict=True)):
        if gradient is not None and not isinstance(gradient, Tensor):
            raise TypeError(f"gradients can be either Tensors or None, but got {type(gradient).__name__}")
        if isinstance(output, GradientEdge):
            if gradient is None:
                raise RuntimeError(
                    f"element {i} of outputs is a GradientEdge, whose shape is not known: give its gradient"
                )
            roots.append((inner_edge(output), gradient))
            continue
        if not isinstance(output, Tensor):
            raise TypeError(f"element {i} of tensors must be a Tensor or a GradientEdge, got {type(output).__name__}")
        if not output.requires_grad:
            raise RuntimeError(f"element {i} of tensors does not require grad and does not have a grad_fn")
        if gradient is None:
            if output.numel() != 1:
                raise RuntimeError(
                    f"grad can be implicitly created only for scalar outputs, got shape {list(output.shape)}: pass "
                    "gradient="
                )
            if output.dtype.is_complex:
                raise RuntimeError(
                    f"grad can be implicitly created only for real scalar outputs but got {output.dtype!r}"
                )
            gradient = ones_like(output)
        elif gradient.shape != output.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{i}] has a shape of {gradient.shape} and output[{i}] has a shape of "
                f"{output.shape}."
            )
        elif gradient.device is not output.device:
            raise RuntimeError(
                f"grad_output[{i}] is on {gradient.device} but output[{i}] is on {output.device}; move it with "
                f".to('{output.device}')"
            )
        batched = batched or output._storage.device.level > 0 or gradient._storage.device.level > 0
        roots.append((output._edge, gradient.to(output.dtype)))
    return roots, batched


def _walk(
    outputs: Sequence[Tensor | GradientEdge],
    gradients: Sequence[Tensor | None],
    create_graph: bool,
    retain_graph: bool | None,
    targets: Any = None,
) -> tuple[dict[int, tuple[Any, Any, bool]], bool]:
    """What arrived where, and whether gradients are tensors."""
    roots, batched = _start(outputs, gradients)
    as_tensors = create_graph or batched
    firsts = roots if as_tensors else [(edge, g._array) for edge, g in roots]
    retain = bool(create_graph if retain_graph is None else retain_graph)
    watch = current()
    outer, _ends.partial = _ends.partial, targets is not None
    try:
        return _run(firsts, as_tensors, create_graph, retain, targets, watch), as_tensors
    finally:
        _ends.partial = outer


def is_whole_pass() -> bool:
    """Whether the pass that is running computes the gradients of all leaves."""
    return not _ends.partial


def _run(
    firsts: Any, as_tensors: bool, create_graph: bool, retain: bool, targets: Any, watch: Recorder
) -> dict[int, tuple[Any, Any, bool]]:
    with set_grad_enabled(create_graph):
        if not watch.traced:
            return run(firsts, GRAPH if as_tensors else RAW, retain=retain, targets=targets)
        before = running.set(running.get())
        try:
            return run(firsts, tracing(as_tensors, watch.check_nan), retain=retain, targets=targets)
        finally:
            running.reset(before)


def _own(tensor: Tensor, gradient: Any, fresh: bool, as_tensors: bool) -> Tensor:
    """The gradient as a tensor that shares no memory with anything else."""
    if as_tensors:
        return gradient  # type: ignore[no-any-return]
    device = tensor._storage.device
    backend = device.backend
    gradient = formed(gradient, device)
    if device.mutable and not (fresh and backend.owns_memory(gradient)):
        gradient = backend.copy(gradient)
    return wrap(gradient, device)


def _hooked(leaf: Tensor, gradient: Tensor) -> Tensor:
    """The gradient after the leaf's hooks."""
    if leaf._hooks is not None:
        for hook in list(leaf._hooks.on_output.values()):
            result = hook(gradient)
            if result is not None:
                gradient = result
    return gradient


def accumulate(leaf: Tensor, gradient: Any, fresh: bool, as_tensors: bool) -> None:
    """Add what arrived at a leaf to its ``grad``."""
    made = _hooked(leaf, _own(leaf, gradient, fresh, as_tensors))
    hooks = leaf._hooks
    if leaf._grad is None:
        leaf._grad = made
    elif as_tensors:
        leaf._grad = leaf._grad + made
    else:
        with no_grad():
            leaf._grad.add_(made)
    if hooks is not None:
        for hook in list(hooks.post.values()):
            hook(leaf)


class _Ends(threading.local):
    """The innermost pass of the thread: what is to be called when it has written its results."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        #: whether the pass goes to some chosen places only
        self.partial = False


_ends = _Ends()


def at_end(function: Callable[[], None]) -> None:
    """Call a function when the pass that is running now is done; not if it fails."""
    _ends.waiting.append(function)


def _finish(mark: int) -> None:
    waiting = _ends.waiting
    while len(waiting) > mark:
        waiting.pop(mark)()


def backward(
    tensors: Outputs,
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Inputs | None = None,
) -> None:
    """Sum the gradients of tensors with respect to the leaves of the graph into the leaves' ``grad``.

    Parameters
    ----------
    tensors : Tensor, GradientEdge or sequence of these
        Where to start.
    grad_tensors : Tensor or sequence, optional
        The vectors of the vector-Jacobian products; ones for scalars.
    retain_graph : bool, optional
        Keep what was saved so that the graph can be walked again; as `create_graph` by default.
    create_graph : bool
        Record the pass itself, for derivatives of higher order.
    inputs : Tensor, GradientEdge, sequence or dict of these, optional
        What to accumulate into, leaves or computed tensors (which keep their gradient from then on); all leaves by
        default.

    Raises
    ------
    RuntimeError
        If a tensor does not require gradients, a gradient is missing or has the wrong shape, a saved value was written
        to, or the graph has been freed. No gradient has changed then.
    """
    outputs = _listed(tensors)
    gradients = _gradients(grad_tensors, outputs)
    targets = None
    chosen: list[Tensor | GradientEdge] = []
    if inputs is not None:
        chosen = list(inputs.values()) if isinstance(inputs, Mapping) else _listed(inputs)
        if not chosen:
            raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
        targets = [_target(t, i) for i, t in enumerate(chosen)]
        for t in chosen:
            if isinstance(t, Tensor) and t._node is not None:
                t.retain_grad()
    mark = len(_ends.waiting)
    try:
        arrived, as_tensors = _walk(outputs, gradients, create_graph, retain_graph, targets)
        if targets is None:
            for leaf, gradient, fresh in arrived.values():
                accumulate(leaf, gradient, fresh, as_tensors)
        else:
            for target in {id(t): t for t in targets}.values():
                if id(target) in arrived and not isinstance(target, Node):  # a node's results keep theirs themselves
                    accumulate(*arrived[id(target)], as_tensors)
        if len(_ends.waiting) > mark:
            _finish(mark)
    finally:
        del _ends.waiting[mark:]


def _listed(places: Any) -> list[Any]:
    return [places] if isinstance(places, (Tensor, GradientEdge)) else list(places)


def _gradients(given: Any, outputs: list[Any]) -> list[Tensor | None]:
    return [given] * len(outputs) if given is None or isinstance(given, Tensor) else list(given)


def _target(place: Tensor | GradientEdge, index: int) -> Any:
    if isinstance(place, GradientEdge):
        return inner_edge(place)
    if not isinstance(place, Tensor):
        raise TypeError(f"element {index} of inputs must be a Tensor or a GradientEdge, got {type(place).__name__}")
    if not place.requires_grad:
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    return place._edge


@overload
def grad(
    outputs: Outputs,
    inputs: Outputs,
    grad_outputs: Tensor | Sequence[Tensor | None] | None = ...,
    retain_graph: bool | None = ...,
    create_graph: bool = ...,
    only_inputs: bool = ...,
    allow_unused: Literal[False] | None = ...,
    is_grads_batched: bool = ...,
    materialize_grads: bool = ...,
) -> tuple[Tensor, ...]: ...
@overload
def grad(
    outputs: Outputs,
    inputs: Outputs,
    grad_outputs: Tensor | Sequence[Tensor | None] | None = ...,
    retain_graph: bool | None = ...,
    create_graph: bool = ...,
    only_inputs: bool = ...,
    *,
    allow_unused: bool | None,
    is_grads_batched: bool = ...,
    materialize_grads: bool = ...,
) -> tuple[Tensor | None, ...]: ...
@overload
def grad(
    outputs: Outputs,
    inputs: Mapping[str, Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = ...,
    retain_graph: bool | None = ...,
    create_graph: bool = ...,
    only_inputs: bool = ...,
    allow_unused: bool | None = ...,
    is_grads_batched: bool = ...,
    materialize_grads: bool = ...,
) -> dict[str, Tensor]: ...
def grad(
    outputs: Outputs,
    inputs: Inputs,
    grad_outputs: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """Gradients of outputs with respect to inputs, without touching any ``grad``.

    Parameters
    ----------
    outputs : Tensor, GradientEdge or sequence of these
    inputs : Tensor, GradientEdge, sequence or dict of these
    grad_outputs : Tensor or sequence, optional
        The vectors of the vector-Jacobian products; ones for scalars.
    retain_graph, create_graph : bool, optional
        As in `backward`.
    only_inputs : bool
        Has to be true: `backward` is for the other case.
    allow_unused : bool, optional
        Give None for an input that does not appear in the graph, instead of raising.
    is_grads_batched : bool
        The first dimension of each of `grad_outputs` counts vectors; the gradients have it too. All products are
        computed in one pass.
    materialize_grads : bool
        Give zeros for an input that does not appear in the graph.

    Returns
    -------
    tuple or dict of Tensor
        One per input; a dict if the inputs are one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor(3.0, requires_grad=True)
    >>> (d,) = ag.autograd.grad(x**3, x, create_graph=True)
    >>> ag.autograd.grad(d, x)
    (tensor(18.),)
    """
    if not only_inputs:
        raise ValueError("only_inputs=False is not supported: backward() accumulates into all leaves")
    outs = _listed(outputs)
    names = list(inputs) if isinstance(inputs, Mapping) else None
    ins = list(inputs.values()) if isinstance(inputs, Mapping) else _listed(inputs)
    firsts = _gradients(grad_outputs, outs)
    if materialize_grads and allow_unused is False:
        raise ValueError("Expected allow_unused to be True or not passed when materialize_grads=True, but got: False.")
    if is_grads_batched:
        results = _batched_grad(
            outs,
            ins,
            firsts,
            retain_graph,
            create_graph,
            allow_unused=allow_unused,
            materialize_grads=materialize_grads,
        )
        return results if names is None else dict(zip(names, results, strict=True))
    targets = [_target(t, i) for i, t in enumerate(ins)]
    mark = len(_ends.waiting)
    try:
        arrived, as_tensors = _walk(outs, firsts, create_graph, retain_graph, targets)
        results = tuple(
            _result(place, arrived.get(id(target)), as_tensors, allow_unused, materialize_grads)
            for place, target in zip(ins, targets, strict=True)
        )
        if len(_ends.waiting) > mark:
            _finish(mark)
    finally:
        del _ends.waiting[mark:]
    return results if names is None else dict(zip(names, results, strict=True))


def _result(place: Any, found: Any, as_tensors: bool, allow_unused: bool | None, materialize: bool) -> Tensor | None:
    if found is not None:
        edge, gradient, fresh = found
        if isinstance(place, Tensor):
            return _hooked(place, _own(place, gradient, fresh, as_tensors))
        like = edge if as_tensors or isinstance(edge, Tensor) else RAW.wrap(gradient, edge)
        return _own(like, gradient, fresh, as_tensors)
    if materialize and isinstance(place, Tensor):
        return zeros_like(place)
    if allow_unused:
        return None
    raise RuntimeError(
        "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this "
        "is the desired behavior."
    )


def _batched_grad(outs: Any, ins: Any, firsts: Any, retain_graph: Any, create_graph: Any, **options: Any) -> Any:
    """`grad` for all entries of the gradients' first dimension at once."""
    from arraygrad.batching import Level

    for i, (output, first) in enumerate(zip(outs, firsts, strict=True)):
        if first is None:
            raise RuntimeError(f"grad_outputs[{i}] is None, but is_grads_batched=True needs a batch of gradients")
        if isinstance(output, Tensor) and tuple(first.shape[1:]) != tuple(output.shape):
            raise RuntimeError(
                f"If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch "
                f"dimension. Mismatch in shape: grad_output[{i}] has a shape of {first.shape} and output[{i}] has a "
                f"shape of {output.shape}."
            )
    with Level(firsts[0].shape[0], randomness="error") as level:
        made = grad(outs, ins, [level.batched(g) for g in firsts], retain_graph, create_graph, **options)
        return tuple(None if g is None else level.unbatched(g) for g in made)
