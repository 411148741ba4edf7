"""Calling a model once to see what it does, and leaving it as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import arraygrad as ag
from arraygrad.nn import Module
from arraygrad.tensor import Tensor

__all__ = ["Call", "has_values", "undisturbed", "watched"]


class Call(NamedTuple):
    """A module that is being called, and by what name its model knows it; the model itself has the name ``""``."""

    name: str
    module: Module


@contextmanager
def undisturbed(model: Module) -> Iterator[None]:
    """Context in which a model is in evaluation mode; at its end, buffers, modes and random numbers are as before."""
    modules = list(model.modules())
    modes = [module.training for module in modules]
    buffers = [dict(module._buffers) for module in modules]
    values = {
        id(buffer): (buffer, buffer._version, buffer.detach().clone())
        for table in buffers
        for buffer in table.values()
        if buffer is not None and has_values(buffer)
    }
    try:
        with ag.random.fork_rng():
            model.eval()
            yield
    finally:
        for module, mode, table in zip(modules, modes, buffers, strict=True):
            module.training = mode
            module._buffers.update(table)
        with ag.no_grad():
            for buffer, version, value in values.values():
                if buffer._version != version:
                    buffer.copy_(value)


@contextmanager
def watched(
    model: Module,
    enter: Callable[[list[Call]], Any],
    leave: Callable[[list[Call], tuple[Any, ...], Any], Any],
) -> Iterator[None]:
    """Context in which two functions are told of each call of a module of the model.

    Both get the calls that are under way, the innermost last; `leave` also gets the arguments and the result. A module
    with several names is told of by the first.
    """
    under_way: list[Call] = []

    def before(call: Call) -> Callable[..., None]:
        def hook(module: Module, args: Any, kwargs: Any) -> None:
            under_way.append(call)
            enter(under_way)

        return hook

    def after(module: Module, args: Any, kwargs: Any, result: Any) -> None:
        leave(under_way, (*args, *kwargs.values()), result)
        under_way.pop()

    with ExitStack() as hooks:
        for name, module in model.named_modules():
            hooks.enter_context(
                module.register_forward_pre_hook(before(Call(name, module)), prepend=True, with_kwargs=True)
            )
            hooks.enter_context(module.register_forward_hook(after, with_kwargs=True))
        yield


def has_values(tensor: Tensor) -> bool:
    """Whether a parameter or buffer has values already; those of lazy modules get them at the first call."""
    return not hasattr(tensor, "materialize")
