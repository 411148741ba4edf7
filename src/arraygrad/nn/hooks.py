"""Hooks: functions that others attach to a module or an optimizer."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from arraygrad.autograd import Function, is_grad_enabled
from arraygrad.graph import HookHandle
from arraygrad.tensor import Tensor

__all__ = ["BackwardHooks", "ForwardHook", "HookTable", "register"]

HookTable = OrderedDict[int, Any]


class ForwardHook(NamedTuple):
    """A hook around `forward` and how it is to be called."""

    function: Callable[..., Any]
    with_kwargs: bool
    always_call: bool = False


def register(table: HookTable, hook: Any, prepend: bool = False) -> HookHandle:
    """Add a hook at the end of a table, or at its beginning."""
    handle = HookHandle(table, hook)
    if prepend:
        table.move_to_end(handle.id, last=False)
    return handle


class _Watch(Function):
    """The identity on any number of tensors; in the backward pass their gradients go through a function."""

    @staticmethod
    def forward(ctx: Any, on_backward: Callable[..., Any], *tensors: Tensor) -> Any:
        ctx.on_backward = on_backward
        ctx.set_materialize_grads(False)
        return tensors

    @staticmethod
    def backward(ctx: Any, *grads: Tensor | None) -> Any:
        return (None, *ctx.on_backward(grads))


class BackwardHooks:
    """What happens to the gradients of one call of a module that has backward hooks.

    The tensors that go in and those that come out are passed through an identity. The one at the exit runs first in the
    backward pass: it calls the pre-hooks and keeps the gradients of the outputs for the hooks, which run at the entry.
    """

    def __init__(self, module: Any, hooks: dict[int, Any], pre_hooks: dict[int, Any]) -> None:
        self.module = module
        self.hooks = list(hooks.values())
        self.pre_hooks = list(pre_hooks.values())
        self.n_inputs = 0
        self.n_outputs = 0
        self.inputs: list[int] | None = None
        self.outputs: list[int] = []
        self.grad_outputs: tuple[Tensor | None, ...] | None = None

    def enter(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Watch the arguments of `forward`."""
        self.n_inputs = len(args)
        args, self.inputs = self._watch(args, self._on_inputs)
        return args

    def leave(self, result: Any) -> Any:
        """Watch the result of `forward`."""
        if not isinstance(result, Tensor | tuple):
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or a tuple of Tensors "
                f"but received {type(result)}",
                stacklevel=4,
            )
            return result
        values: tuple[Any, ...] = (result,) if isinstance(result, Tensor) else result
        self.n_outputs = len(values)
        values, indices = self._watch(values, self._on_outputs)
        self.outputs = indices or []
        return values[0] if isinstance(result, Tensor) else values

    def _watch(self, values: tuple[Any, ...], on_backward: Any) -> tuple[tuple[Any, ...], list[int] | None]:
        indices = [i for i, value in enumerate(values) if isinstance(value, Tensor) and value.requires_grad]
        if not indices or not is_grad_enabled():
            return values, None
        watched = list(values)
        for i, tensor in zip(indices, _Watch.apply(on_backward, *(values[i] for i in indices)), strict=True):
            watched[i] = tensor
        return tuple(watched), indices

    def _on_outputs(self, grads: tuple[Tensor | None, ...]) -> tuple[Tensor | None, ...]:
        grad_outputs = _spread(grads, self.outputs, self.n_outputs)
        for hook in self.pre_hooks:
            result = hook(self.module, grad_outputs)
            if result is not None:
                grad_outputs = _checked(result, len(grad_outputs), "Backward pre hook", "grad_output")
        if self.inputs is None:
            nothing = (None,) * self.n_inputs
            for hook in self.hooks:
                result = hook(self.module, nothing, grad_outputs)
                if result is not None and not (isinstance(result, tuple) and all(r is None for r in result)):
                    raise RuntimeError(
                        "Backward hook for Modules where no input requires gradient should always return None or None "
                        "for all gradients."
                    )
        else:
            self.grad_outputs = grad_outputs
        return tuple(grad_outputs[i] for i in self.outputs)

    def _on_inputs(self, grads: tuple[Tensor | None, ...]) -> tuple[Tensor | None, ...]:
        if self.grad_outputs is None or self.inputs is None:
            return grads  # the inputs were reached by a path that does not lead through the outputs
        grad_inputs = _spread(grads, self.inputs, self.n_inputs)
        for hook in self.hooks:
            result = hook(self.module, grad_inputs, self.grad_outputs)
            if result is not None:
                grad_inputs = _checked(result, len(grad_inputs), "Backward hook", "grad_input")
        self.grad_outputs = None
        return tuple(grad_inputs[i] for i in self.inputs)


def _spread(grads: tuple[Tensor | None, ...], indices: list[int], length: int) -> tuple[Tensor | None, ...]:
    """Gradients at the positions of their tensors among all arguments."""
    spread: list[Tensor | None] = [None] * length
    for i, grad in zip(indices, grads, strict=True):
        spread[i] = grad
    return tuple(spread)


def _checked(result: Any, expected: int, who: str, what: str) -> tuple[Tensor | None, ...]:
    grads: tuple[Tensor | None, ...] = result if isinstance(result, tuple) else (result,)
    if len(grads) != expected:
        raise RuntimeError(f"{who} returned an invalid number of {what}, got {len(grads)}, but expected {expected}")
    return grads
