"""Modules as functions of their parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from arraygrad.dispatch import call
from arraygrad.nn import Module
from arraygrad.nn.utils.stateless import exchanged
from arraygrad.tensor import Tensor

__all__ = ["functional_call", "stack_module_state"]


def functional_call(
    module: Module,
    parameter_and_buffer_dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]],
    args: Any = None,
    kwargs: dict[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call a module with other tensors in place of its parameters and buffers.

    Parameters
    ----------
    module : Module
    parameter_and_buffer_dicts : dict or sequence of dicts
        Tensors by the names that ``named_parameters`` and ``named_buffers`` give.
    args : tuple or object
        Positional arguments, or the only one.
    kwargs : dict, optional
    tie_weights : bool
        A tensor that the module has under several names is exchanged under all of them if it is under one.
    strict : bool
        Raise if a parameter or buffer is missing, or a name is unknown; else unknown names are ignored.

    Returns
    -------
    object
        What the module returns. The module is as it was before; a buffer that it writes to is the one that was given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> linear = ag.nn.Linear(2, 1, bias=False)
    >>> ag.func.functional_call(linear, {"weight": ag.ones(1, 2)}, ag.tensor([3.0, 4.0]))
    tensor([7.])
    """
    if isinstance(parameter_and_buffer_dicts, Mapping):
        given = dict(parameter_and_buffer_dicts)
    elif isinstance(parameter_and_buffer_dicts, Sequence):
        dicts = list(parameter_and_buffer_dicts)
        if not all(isinstance(d, Mapping) for d in dicts):
            raise ValueError("Expected all elements of parameter_and_buffer_dicts to be dictionaries")
        given = {}
        for d in dicts:
            for name in d:
                if name in given:
                    raise ValueError(
                        f"[{name!r}] appeared in multiple dictionaries; behavior of functional call is ambiguous"
                    )
            given.update(d)
    else:
        raise ValueError(
            "Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got "
            f"{type(parameter_and_buffer_dicts)}"
        )
    positional = () if args is None else args if isinstance(args, tuple) else (args,)
    with exchanged(module, given, tie_weights, strict):
        return module(*positional, **(kwargs or {}))


def stack_module_state(models: Sequence[Module]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters and the buffers of several like modules, stacked, for an ensemble with `vmap`.

    Returns
    -------
    params, buffers : dict
        By name, with a first dimension that counts the modules; leaves that require gradients where the parameters do.

    Raises
    ------
    RuntimeError
        If the modules are of different classes, or not all in the same mode, or there are none.

    Examples
    --------
    >>> import arraygrad as ag
    >>> models = [ag.nn.Linear(2, 3) for _ in range(4)]
    >>> params, buffers = ag.func.stack_module_state(models)
    >>> def one(params, x):
    ...     return ag.func.functional_call(models[0], params, x)
    >>> ag.vmap(one, in_dims=(0, None))(params, ag.ones(2)).shape
    arraygrad.Size([4, 3])
    """
    models = list(models)
    if not models:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if not (all(m.training for m in models) or not any(m.training for m in models)):
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if any(type(m) is not type(models[0]) for m in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    params = {name: _stacked([dict(m.named_parameters())[name] for m in models], name)
              for name, _ in models[0].named_parameters()}  # fmt: skip
    buffers = {name: _stacked([dict(m.named_buffers())[name] for m in models], name)
               for name, _ in models[0].named_buffers()}  # fmt: skip
    return params, buffers


def _stacked(tensors: list[Tensor], name: str) -> Tensor:
    if len({t.requires_grad for t in tensors}) > 1:
        raise RuntimeError(
            f"Expected {name} from each model to have the same .requires_grad, got {[t.requires_grad for t in tensors]}"
        )
    made: Tensor = call("stack", [t.detach() for t in tensors])
    return made.requires_grad_(tensors[0].requires_grad)
