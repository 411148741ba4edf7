"""Weights divided by their largest singular value, by a hook: the way before `parametrizations`."""

from __future__ import annotations

from typing import Any, TypeVar

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.autograd import no_grad
from arraygrad.nn import functional as F
from arraygrad.nn.conv_transpose import _ConvTransposeNd
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter, is_lazy
from arraygrad.tensor import Tensor

__all__ = ["SpectralNorm", "as_matrix", "output_dim", "remove_spectral_norm", "spectral_norm"]

_M = TypeVar("_M", bound=Module)


def as_matrix(weight: Tensor, dim: int) -> Tensor:
    """A weight with one dimension as rows, and all others as columns."""
    return weight.movedim(dim, 0).flatten(1)


def output_dim(module: Module) -> int:
    """The dimension of a module's weight that counts its outputs."""
    return 1 if isinstance(module, _ConvTransposeNd) else 0


class SpectralNorm:
    """The hook of `spectral_norm`: computes the weight before each call.

    Parameters
    ----------
    name : str
        Of the parameter.
    n_power_iterations : int
        Steps of the power method at each call in training.
    dim : int
        The dimension that counts outputs.
    eps : float
        Least norm of a vector that is divided by it.

    Raises
    ------
    ValueError
        If there are to be no steps.
    """

    #: Kept with the state, so that an older one can be understood.
    _version = 1

    def __init__(self, name: str = "weight", n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12) -> None:
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.name = name
        self.n_power_iterations = n_power_iterations
        self.dim = dim
        self.eps = eps

    def compute_weight(self, module: Module, do_power_iteration: bool) -> Tensor:
        """The weight over its largest singular value, after steps of the power method if they are wanted."""
        weight: Tensor
        weight, u, v = (getattr(module, self.name + suffix) for suffix in ("_orig", "_u", "_v"))
        matrix = as_matrix(weight, self.dim)
        if do_power_iteration:
            with no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(F.normalize(ag.mv(matrix.T, u), dim=0, eps=self.eps))
                    u.copy_(F.normalize(ag.mv(matrix, v), dim=0, eps=self.eps))
                u, v = u.clone(), v.clone()  # the graph keeps them, and the next call writes to the buffers
        return weight / ag.dot(u, ag.mv(matrix, v))

    def remove(self, module: Module) -> None:
        """Make the weight a parameter again."""
        with no_grad():
            weight = self.compute_weight(module, do_power_iteration=False)
        for suffix in ("", "_u", "_v", "_orig"):
            delattr(module, self.name + suffix)
        module.register_parameter(self.name, Parameter(weight.detach()))

    def __call__(self, module: Module, inputs: Any) -> None:
        setattr(module, self.name, self.compute_weight(module, do_power_iteration=module.training))

    @staticmethod
    def apply(module: Module, name: str, n_power_iterations: int, dim: int, eps: float) -> SpectralNorm:
        """Give the parameter `name` of a module another name, and register the hook."""
        if any(_is_for(hook.function, name) for hook in module._forward_pre_hooks.values()):
            raise RuntimeError(f"Cannot register two spectral_norm hooks on the same parameter {name}")
        made = SpectralNorm(name, n_power_iterations, dim, eps)
        weight = module._parameters[name]
        if weight is None:
            raise ValueError(f"`SpectralNorm` cannot be applied as parameter `{name}` is None")
        if is_lazy(weight):
            raise ValueError(
                "The module passed to `SpectralNorm` can't have uninitialized parameters. Make sure to run the dummy "
                "forward before applying spectral normalization"
            )
        with no_grad():
            rows, columns = as_matrix(weight, dim).shape
            u, v = (F.normalize(weight.new_empty(size).normal_(), dim=0, eps=eps) for size in (rows, columns))
        delattr(module, name)
        module.register_parameter(f"{name}_orig", weight)
        setattr(module, name, weight.detach())
        module.register_buffer(f"{name}_u", u)
        module.register_buffer(f"{name}_v", v)
        module.register_forward_pre_hook(made)
        module.register_state_dict_post_hook(_Saved(made))
        module.register_load_state_dict_pre_hook(_Loaded(made))
        return made


def _is_for(hook: Any, name: str) -> bool:
    return isinstance(hook, SpectralNorm) and hook.name == name


class _Saved:
    """Writes the hook's version beside the state."""

    def __init__(self, norm: SpectralNorm) -> None:
        self.norm = norm

    def __call__(self, module: Module, state_dict: Any, prefix: str, local_metadata: dict[str, Any]) -> None:
        versions = local_metadata.setdefault("spectral_norm", {})
        versions[f"{self.norm.name}.version"] = SpectralNorm._version


class _Loaded:
    """Completes a state that was saved before `v` was part of it: with the weight as it was, `v` can be found."""

    def __init__(self, norm: SpectralNorm) -> None:
        self.norm = norm

    def __call__(
        self, module: Module, state_dict: dict[str, Any], prefix: str, local_metadata: dict[str, Any], *rest: Any
    ) -> None:
        key = prefix + self.norm.name
        version = local_metadata.get("spectral_norm", {}).get(f"{self.norm.name}.version")
        if (
            version is not None
            or f"{key}_v" in state_dict
            or any(key + s not in state_dict for s in ("", "_orig", "_u"))
        ):
            return
        with no_grad():
            original, weight, u = state_dict[f"{key}_orig"], state_dict.pop(key), state_dict[f"{key}_u"]
            matrix = as_matrix(original, self.norm.dim)
            v = ag.mv(linalg.pinv(matrix.T @ matrix), ag.mv(matrix.T, u))
            state_dict[f"{key}_v"] = v * ((original / weight).mean() / ag.dot(u, ag.mv(matrix, v)))


def spectral_norm(
    module: _M,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> _M:
    """Divide a weight by its largest singular value (Miyato et al. 2018), found by the power method.

    The parameter is ``..._orig``; the vectors of the power method are the buffers ``..._u`` and ``..._v``. The function
    in `parametrizations` does the same, and the module can be copied.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter.
    n_power_iterations : int
        Steps at each call in training.
    eps : float
        Least norm of a vector that is divided by it.
    dim : int, optional
        The dimension that counts outputs; 1 for transposed convolutions, else 0.

    Returns
    -------
    Module
        The module itself.

    Examples
    --------
    >>> from arraygrad import nn
    >>> list(nn.utils.spectral_norm(nn.Linear(2, 3)).state_dict())
    ['bias', 'weight_orig', 'weight_u', 'weight_v']
    """
    SpectralNorm.apply(module, name, n_power_iterations, output_dim(module) if dim is None else dim, eps)
    return module


def remove_spectral_norm(module: _M, name: str = "weight") -> _M:
    """Undo `spectral_norm`: the weight is a parameter again, with the values that it has.

    Raises
    ------
    ValueError
        If there is no such hook.
    """
    for hook in list(module._forward_pre_hooks.values()):
        if _is_for(hook.function, name):
            hook.function.remove(module)
            break
    else:
        raise ValueError(f"spectral_norm of '{name}' not found in {module}")
    for table in (module._forward_pre_hooks, module._state_dict_hooks, module._load_state_dict_pre_hooks):
        for number, entry in list(table.items()):
            function = getattr(entry, "function", entry)
            if _is_for(getattr(function, "norm", function), name):
                del table[number]
    return module
