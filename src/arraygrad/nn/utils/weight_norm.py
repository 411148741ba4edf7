"""Weights as a length and a direction, by a hook: the way before `parametrizations`."""

from __future__ import annotations

import warnings
from typing import Any, TypeVar

from arraygrad import linalg
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter, is_lazy
from arraygrad.tensor import Tensor

__all__ = ["WeightNorm", "norm_except_dim", "remove_weight_norm", "weight_norm"]

_M = TypeVar("_M", bound=Module)


def norm_except_dim(v: Tensor, dim: int) -> Tensor:
    """The norms of what is at each place of a dimension, in a shape that broadcasts; one norm if `dim` is -1."""
    if dim == -1:
        return linalg.vector_norm(v)
    size = v.shape[dim]
    shape = [1] * v.ndim
    shape[dim] = size
    return linalg.vector_norm(v.movedim(dim, 0).reshape(size, -1), dim=1).reshape(shape)


class WeightNorm:
    """The hook of `weight_norm`: computes the weight before each call.

    Parameters
    ----------
    name : str
        Of the parameter.
    dim : int or None
        The dimension along which each place has a length of its own; None, or -1, for one length.
    """

    def __init__(self, name: str, dim: int | None) -> None:
        self.name = name
        self.dim = -1 if dim is None else dim

    def compute_weight(self, module: Module) -> Tensor:
        """The weight that length and direction make."""
        g: Tensor = getattr(module, f"{self.name}_g")
        v: Tensor = getattr(module, f"{self.name}_v")
        return v * (g / norm_except_dim(v, self.dim))

    def remove(self, module: Module) -> None:
        """Make the weight a parameter again."""
        weight = self.compute_weight(module)
        for name in (self.name, f"{self.name}_g", f"{self.name}_v"):
            delattr(module, name)
        setattr(module, self.name, Parameter(weight.detach()))

    def __call__(self, module: Module, inputs: Any) -> None:
        setattr(module, self.name, self.compute_weight(module))

    @staticmethod
    def apply(module: Module, name: str, dim: int | None) -> WeightNorm:
        """Split the parameter `name` of a module, and register the hook."""
        warnings.warn(
            "`nn.utils.weight_norm` is deprecated in favor of `nn.utils.parametrizations.weight_norm`.",
            FutureWarning,
            stacklevel=3,
        )
        if any(isinstance(hook.function, WeightNorm) and hook.function.name == name for hook in _hooks(module)):
            raise RuntimeError(f"Cannot register two weight_norm hooks on the same parameter {name}")
        made = WeightNorm(name, dim)
        weight = getattr(module, name)
        if is_lazy(weight):
            raise ValueError(
                "The module passed to `WeightNorm` can't have uninitialized parameters. Make sure to run the dummy "
                "forward before applying weight normalization"
            )
        delattr(module, name)
        module.register_parameter(f"{name}_g", Parameter(norm_except_dim(weight.detach(), made.dim)))
        module.register_parameter(f"{name}_v", Parameter(weight.detach()))
        setattr(module, name, made.compute_weight(module))
        module.register_forward_pre_hook(made)
        return made


def _hooks(module: Module) -> list[Any]:
    return list(module._forward_pre_hooks.values())


def weight_norm(module: _M, name: str = "weight", dim: int | None = 0) -> _M:
    """Split a weight into a length and a direction (Salimans and Kingma 2016), the parameters ``..._g`` and ``..._v``.

    Deprecated: `parametrizations.weight_norm` does the same, and the module can be copied.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter.
    dim : int, optional
        The dimension along which each place has a length of its own; None for one length.

    Returns
    -------
    Module
        The module itself.

    Warns
    -----
    FutureWarning
        Always.

    Examples
    --------
    >>> import warnings
    >>> from arraygrad import nn
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     layer = nn.utils.weight_norm(nn.Linear(2, 3))
    >>> {name: tuple(tensor.shape) for name, tensor in layer.state_dict().items()}
    {'bias': (3,), 'weight_g': (3, 1), 'weight_v': (3, 2)}
    """
    WeightNorm.apply(module, name, dim)
    return module


def remove_weight_norm(module: _M, name: str = "weight") -> _M:
    """Undo `weight_norm`: the weight is a parameter again, with the values that it has.

    Raises
    ------
    ValueError
        If there is no such hook.
    """
    for number, hook in module._forward_pre_hooks.items():
        if isinstance(hook.function, WeightNorm) and hook.function.name == name:
            hook.function.remove(module)
            del module._forward_pre_hooks[number]
            return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")
