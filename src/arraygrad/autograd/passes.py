"""Backward passes: how gradients are represented, where they start and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, overload

from arraygrad.autograd.modes import no_grad, set_grad_enabled
from arraygrad.backend import Device
from arraygrad.creation import ones_like, zeros_like
from arraygrad.engine import run
from arraygrad.graph import Node, Output
from arraygrad.lens import sum_to
from arraygrad.op import RESULT
from arraygrad.storage import SavedStorage, Storage
from arraygrad.tensor import Tensor, wrap
from arraygrad.tensor_namespace import namespace_on

__all__ = ["backward", "grad"]

_new = object.__new__


def _check(node: Node, saved: tuple[Any, Storage, int]) -> None:
    array, storage, version = saved
    kind = storage.device.dtype(array.dtype).name
    raise RuntimeError(
        f"one of the variables needed for gradient computation has been modified by an inplace operation: [{kind} "
        f"{list(array.shape)}] on {storage.device}, needed by {node.name()}, is at version {storage.version}; expected "
        f"version {version} instead. Hint: the write came after {node.name()}'s forward call; clone() the tensor "
        "before writing, or write out of place."
    )


def _formed(gradient: Any, device: Device) -> Any:
    """A gradient as an array: the sum of zero-dimensional ones may come as a scalar."""
    return gradient if gradient.__class__ is device.array_type else device.backend.asarray(gradient, device.native)


class RawMode:
    """Gradients are raw arrays: the plain, first-order pass."""

    recorded = False

    def namespace(self, node: Node) -> Any:
        return node.device.ns

    def unpack(self, node: Node, saved: Any, operand: int) -> Any:
        if saved.__class__ is tuple:
            if saved[1].version != saved[2]:
                _check(node, saved)
            return saved[0]
        return [self.unpack(node, s, operand) for s in saved] if saved.__class__ is list else saved

    def finish(self, node: Node, gradient: Any, shape: tuple[int, ...] | None) -> Any:
        device = node.device
        if gradient.__class__ is not device.array_type:
            device = node.operand_device
            gradient = device.backend.asarray(gradient, device.native)
        if shape is not None and gradient.shape != shape:
            gradient = sum_to(device.ns, gradient, shape)
            if gradient.__class__ is not device.array_type:
                gradient = device.backend.asarray(gradient, device.native)
        return gradient

    def wrap(self, gradient: Any, node: Node) -> Tensor:
        return wrap(_formed(gradient, node.device), node.device)

    def unwrap(self, tensor: Tensor) -> Any:
        return tensor._array


class GraphMode:
    """Gradients are tensors and the pass is recorded: it can be differentiated again."""

    recorded = True

    def namespace(self, node: Node) -> Any:
        return namespace_on(node.device)

    def unpack(self, node: Node, saved: Any, operand: int) -> Any:
        if saved.__class__ is list:
            return [self._tensor(node, s, node.edges[i] if operand >= 0 else None) for i, s in enumerate(saved)]
        if operand <= RESULT:
            return self._tensor(node, saved, _result_edge(node, RESULT - operand))
        return self._tensor(node, saved, node.edges[operand] if operand >= 0 else None)

    def _tensor(self, node: Node, saved: Any, edge: Any) -> Any:
        if saved.__class__ is not tuple:
            return saved
        array, storage, version = saved
        if storage.version != version:
            _check(node, saved)
        if edge is not None and not isinstance(edge, Node):
            return edge
        tensor = _new(Tensor)
        tensor._storage = SavedStorage(array, storage)
        if edge is not None:
            tensor._node, tensor._tracked = edge, True
        return tensor

    def finish(self, node: Node, gradient: Any, shape: tuple[int, ...] | None) -> Any:
        if shape is not None and gradient.shape != shape:
            return sum_to(namespace_on(gradient.device), gradient, shape)
        return gradient

    def wrap(self, gradient: Tensor, node: Node) -> Tensor:
        return gradient

    def unwrap(self, tensor: Tensor) -> Tensor:
        return tensor


def _result_edge(node: Node, number: int) -> Node | None:
    """Where the gradient of one of a node's results goes."""
    flags = node.op.differentiable
    if not flags[number]:
        return None
    return node if sum(flags) == 1 else Output(node, number, len(flags))


_raw, _graph = RawMode(), GraphMode()


def restore(node: Any, array: Any, storage: Storage, version: int, number: int, edge: Any) -> Tensor:
    """A value that a user's function saved, with its place in the graph; `number` is that of an output, or negative."""
    if number >= 0:
        edge = node.result_edge(number)
    return _graph._tensor(node, (array, storage, version), edge)  # type: ignore[no-any-return]


def _start(outputs: Sequence[Tensor], gradients: Sequence[Tensor | None], create_graph: bool) -> list[tuple[Any, Any]]:
    """Edges and first gradients.

    Raises
    ------
    RuntimeError
        If an output has no history, or a gradient is missing or has the wrong shape.
    """
    roots = []
    for i, (output, gradient) in enumerate(zip(outputs, gradients, strict=True)):
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
        elif not isinstance(gradient, Tensor):
            raise TypeError(f"gradients can be either Tensors or None, but got {type(gradient).__name__}")
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
        gradient = gradient.to(output.dtype)
        roots.append((output._edge, gradient if create_graph else gradient._array))
    return roots


def _walk(roots: Any, create_graph: bool, retain: bool, targets: Any = None) -> dict[int, tuple[Any, Any, bool]]:
    with set_grad_enabled(create_graph):
        return run(roots, _graph if create_graph else _raw, retain=retain, targets=targets)


def _own(tensor: Tensor, gradient: Any, fresh: bool, recorded: bool) -> Tensor:
    """The gradient as a tensor that shares no memory with anything else."""
    if recorded:
        return gradient  # type: ignore[no-any-return]
    device = tensor._storage.device
    backend = device.backend
    gradient = _formed(gradient, device)
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


def accumulate(leaf: Tensor, gradient: Any, fresh: bool, recorded: bool) -> None:
    """Add what arrived at a leaf to its ``grad``."""
    made = _hooked(leaf, _own(leaf, gradient, fresh, recorded))
    hooks = leaf._hooks
    if leaf._grad is None:
        leaf._grad = made
    elif recorded:
        leaf._grad = leaf._grad + made
    else:
        with no_grad():
            leaf._grad.add_(made)
    if hooks is not None:
        for hook in list(hooks.post.values()):
            hook(leaf)


def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Tensor | Sequence[Tensor] | None = None,
) -> None:
    """Sum the gradients of tensors with respect to the leaves of the graph into the leaves' ``grad``.

    Parameters
    ----------
    tensors : Tensor or sequence of Tensor
        Where to start.
    grad_tensors : Tensor or sequence, optional
        The vectors of the vector-Jacobian products; ones for scalars.
    retain_graph : bool, optional
        Keep what was saved so that the graph can be walked again; as `create_graph` by default.
    create_graph : bool
        Record the pass itself, for derivatives of higher order.
    inputs : Tensor or sequence of Tensor, optional
        Leaves to accumulate into; all by default.

    Raises
    ------
    RuntimeError
        If a tensor does not require gradients, a gradient is missing or has the wrong shape, a saved value was written
        to, or the graph has been freed. No gradient has changed then.
    """
    outputs = [tensors] if isinstance(tensors, Tensor) else list(tensors)
    gradients = (
        [grad_tensors] * len(outputs)
        if grad_tensors is None or isinstance(grad_tensors, Tensor)
        else list(grad_tensors)
    )
    targets = None
    chosen: list[Tensor] = []
    if inputs is not None:
        chosen = [inputs] if isinstance(inputs, Tensor) else list(inputs)
        if not chosen:
            raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
        targets = [_target(t, i) for i, t in enumerate(chosen)]
    arrived = _walk(
        _start(outputs, gradients, create_graph),
        create_graph,
        bool(create_graph if retain_graph is None else retain_graph),
        targets,
    )
    if targets is None:
        for leaf, gradient, fresh in arrived.values():
            accumulate(leaf, gradient, fresh, create_graph)
    else:
        for tensor, target in zip(chosen, targets, strict=True):
            if id(target) in arrived:
                _, gradient, fresh = arrived[id(target)]
                accumulate(tensor, gradient, fresh, create_graph)


def _target(tensor: Tensor, index: int) -> Any:
    if not isinstance(tensor, Tensor):
        raise TypeError(f"element {index} of inputs must be a Tensor, got {type(tensor).__name__}")
    if not tensor.requires_grad:
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    return tensor._edge


@overload
def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = ...,
    retain_graph: bool | None = ...,
    create_graph: bool = ...,
    allow_unused: Literal[False] | None = ...,
    materialize_grads: bool = ...,
) -> tuple[Tensor, ...]: ...
@overload
def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = ...,
    retain_graph: bool | None = ...,
    create_graph: bool = ...,
    *,
    allow_unused: bool | None,
    materialize_grads: bool = ...,
) -> tuple[Tensor | None, ...]: ...
def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool | None = None,
    materialize_grads: bool = False,
) -> tuple[Tensor | None, ...]:
    """Gradients of outputs with respect to inputs, without touching any ``grad``.

    Parameters
    ----------
    outputs, inputs : Tensor or sequence of Tensor
    grad_outputs : Tensor or sequence, optional
        The vectors of the vector-Jacobian products; ones for scalars.
    retain_graph, create_graph : bool, optional
        As in `backward`.
    allow_unused : bool, optional
        Give None for an input that does not appear in the graph, instead of raising.
    materialize_grads : bool
        Give zeros for it.

    Returns
    -------
    tuple of Tensor
        One per input.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor(3.0, requires_grad=True)
    >>> (d,) = ag.autograd.grad(x**3, x, create_graph=True)
    >>> ag.autograd.grad(d, x)
    (tensor(18.),)
    """
    outs = [outputs] if isinstance(outputs, Tensor) else list(outputs)
    ins = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    firsts = (
        [grad_outputs] * len(outs) if grad_outputs is None or isinstance(grad_outputs, Tensor) else list(grad_outputs)
    )
    if materialize_grads and allow_unused is False:
        raise ValueError("Expected allow_unused to be True or not passed when materialize_grads=True, but got: False.")
    targets = [_target(t, i) for i, t in enumerate(ins)]
    retain = bool(create_graph if retain_graph is None else retain_graph)
    arrived = _walk(_start(outs, firsts, create_graph), create_graph, retain, targets)
    results: list[Tensor | None] = []
    for tensor, target in zip(ins, targets, strict=True):
        found = arrived.get(id(target))
        if found is not None:
            results.append(_hooked(tensor, _own(tensor, found[1], found[2], create_graph)))
        elif materialize_grads:
            results.append(zeros_like(tensor))
        elif allow_unused:
            results.append(None)
        else:
            raise RuntimeError(
                "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True "
                "if this is the desired behavior."
            )
    return tuple(results)
