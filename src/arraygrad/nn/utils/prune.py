"""Setting parts of parameters to zero for good, by masks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import arraygrad.functions as ag
from arraygrad.nn.module import Module
from arraygrad.nn.utils.convert_parameters import parameters_to_vector
from arraygrad.nn.utils.pruning_methods import (
    BasePruningMethod,
    CustomFromMask,
    Identity,
    L1Unstructured,
    LnStructured,
    PruningContainer,
    RandomStructured,
    RandomUnstructured,
    prunes,
)
from arraygrad.tensor import Tensor

__all__ = [
    "BasePruningMethod",
    "CustomFromMask",
    "Identity",
    "L1Unstructured",
    "LnStructured",
    "PruningContainer",
    "RandomStructured",
    "RandomUnstructured",
    "custom_from_mask",
    "global_unstructured",
    "identity",
    "is_pruned",
    "l1_unstructured",
    "ln_structured",
    "random_structured",
    "random_unstructured",
    "remove",
]

_M = TypeVar("_M", bound=Module)


def identity(module: _M, name: str) -> _M:
    """Make parameter and mask as for pruning, but prune nothing; see `Identity`. Returns the module."""
    Identity.apply(module, name)
    return module


def random_unstructured(module: _M, name: str, amount: float) -> _M:
    """Prune elements of a parameter at random; see `RandomUnstructured`. Returns the module."""
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module: _M, name: str, amount: float, importance_scores: Tensor | None = None) -> _M:
    """Prune the elements of the smallest absolute values; see `L1Unstructured`. Returns the module.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter.
    amount : int or float
        How many to prune, or which part of all.
    importance_scores : Tensor, optional
        What decides, in the shape of the parameter; the parameter itself if not given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> from arraygrad.nn.utils import prune
    >>> layer = prune.l1_unstructured(nn.Linear(2, 3), "weight", amount=0.5)
    >>> int((layer.weight == 0).sum()), list(layer.state_dict())
    (3, ['bias', 'weight_orig', 'weight_mask'])
    """
    L1Unstructured.apply(module, name, amount, importance_scores=importance_scores)
    return module


def random_structured(module: _M, name: str, amount: float, dim: int) -> _M:
    """Prune slices of a parameter at random; see `RandomStructured`. Returns the module."""
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(
    module: _M, name: str, amount: float, n: float, dim: int, importance_scores: Tensor | None = None
) -> _M:
    """Prune the slices of the smallest norms; see `LnStructured`. Returns the module."""
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def custom_from_mask(module: _M, name: str, mask: Tensor) -> _M:
    """Prune a parameter by a mask; see `CustomFromMask`. Returns the module."""
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(
    parameters: Iterable[tuple[Module, str]],
    pruning_method: type[BasePruningMethod],
    importance_scores: dict[tuple[Module, str], Tensor] | None = None,
    **kwargs: Any,
) -> None:
    """Prune several parameters as if they were one.

    Parameters
    ----------
    parameters : iterable of pairs
        Modules, and the names of parameters in them.
    pruning_method : type
        A class of an unstructured method.
    importance_scores : dict, optional
        By such pairs: what decides, instead of the parameter itself.
    **kwargs
        Of the method, such as `amount`.

    Raises
    ------
    TypeError
        If `parameters` cannot be gone through, `importance_scores` is not a dictionary, or the method is not
        unstructured.

    Examples
    --------
    >>> from arraygrad import nn
    >>> from arraygrad.nn.utils import prune
    >>> model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 2))
    >>> prune.global_unstructured([(m, "weight") for m in model], prune.L1Unstructured, amount=4)
    >>> sum(int((m.weight == 0).sum()) for m in model)
    4
    """
    if not isinstance(parameters, Iterable):
        raise TypeError("global_unstructured(): parameters is not an Iterable")
    if importance_scores is not None and not isinstance(importance_scores, dict):
        raise TypeError("global_unstructured(): importance_scores must be of type dict")
    method = pruning_method(**kwargs)
    if method.PRUNING_TYPE != "unstructured":
        raise TypeError(
            f'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. Found method {pruning_method} of '
            f"type {method.PRUNING_TYPE}"
        )
    places = list(parameters)
    tensors = [getattr(module, name).detach() for module, name in places]
    given = importance_scores or {}
    scores = [given[p].detach() if p in given else t for p, t in zip(places, tensors, strict=True)]
    masks = [getattr(m, f"{n}_mask", ag.ones_like(t)) for (m, n), t in zip(places, tensors, strict=True)]
    method._tensor_name = "all"
    mask = PruningContainer(method).compute_mask(parameters_to_vector(scores), parameters_to_vector(masks))
    parts = mask.split([tensor.numel() for tensor in tensors])
    for (module, name), tensor, part in zip(places, tensors, parts, strict=True):
        custom_from_mask(module, name, part.reshape(tensor.shape))


def remove(module: _M, name: str) -> _M:
    """Make what is left of a pruned parameter the parameter again; returns the module.

    Raises
    ------
    ValueError
        If the parameter is not pruned.
    """
    for number, hook in module._forward_pre_hooks.items():
        if prunes(hook.function, name):
            hook.function.remove(module)
            del module._forward_pre_hooks[number]
            return module
    raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")


def is_pruned(module: Module) -> bool:
    """Whether a parameter of the module, or of one below it, is pruned."""
    return any(prunes(hook.function) for child in module.modules() for hook in child._forward_pre_hooks.values())
