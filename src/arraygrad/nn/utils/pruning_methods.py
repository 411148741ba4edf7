"""Ways to choose what of a parameter is set to zero for good."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from numbers import Integral, Real
from typing import Any, ClassVar, cast

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.nn.module import Module
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
    "prunes",
]


class BasePruningMethod(ABC):
    """A way to choose what of a parameter stays, and the hook that puts the mask on before each call.

    A subclass defines `compute_mask`, and `PRUNING_TYPE`: ``"unstructured"`` if it looks at elements one by one,
    ``"structured"`` if at whole slices along its attribute `dim`, ``"global"`` if at the whole mask.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> from arraygrad.nn.utils import prune
    >>> class Negative(prune.BasePruningMethod):
    ...     PRUNING_TYPE = "unstructured"
    ...     def compute_mask(self, t, default_mask):
    ...         return default_mask * (t > 0)
    >>> layer = nn.Linear(2, 2)
    >>> _ = Negative.apply(layer, "weight")
    >>> bool((layer.weight >= 0).all())
    True
    """

    PRUNING_TYPE: ClassVar[str]

    #: The dimension along which slices are looked at, if the type is ``"structured"``.
    dim: int
    #: The parameter that is pruned.
    _tensor_name: str

    def __call__(self, module: Module, inputs: Any) -> None:
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask, in the shape of `t`, the importances; elements that `default_mask` has at zero stay there."""

    def apply_mask(self, module: Module) -> Tensor:
        """The parameter times the mask."""
        mask, original = (getattr(module, self._tensor_name + suffix) for suffix in ("_mask", "_orig"))
        return cast(Tensor, mask.to(original.dtype) * original)

    @classmethod
    def apply(
        cls, module: Module, name: str, *args: Any, importance_scores: Tensor | None = None, **kwargs: Any
    ) -> BasePruningMethod:
        """Prune a parameter of a module.

        The parameter is ``<name>_orig`` from then on, the mask is the buffer ``<name>_mask``, and the attribute
        ``<name>`` their product, which is made anew before each call. A pruned parameter is pruned further.

        Parameters
        ----------
        module : Module
        name : str
            Of the parameter.
        *args, **kwargs
            Of the method.
        importance_scores : Tensor, optional
            What decides, in the shape of the parameter; the parameter itself if not given.

        Returns
        -------
        BasePruningMethod
            The hook: the method, or a `PruningContainer` if there have been others.

        Raises
        ------
        AssertionError
            If `importance_scores` has another shape.
        """
        tensor = getattr(module, name)
        scores = _scores(importance_scores, tensor, f"parameter {name} of {module}")
        method = cls(*args, **kwargs)
        method._tensor_name = name
        hooks = [(n, h.function) for n, h in module._forward_pre_hooks.items() if prunes(h.function, name)]
        if hooks:
            earlier = hooks[0][1]
            methods = list(earlier) if isinstance(earlier, PruningContainer) else [earlier]
            method = PruningContainer(*methods, method)
            before = getattr(module, f"{name}_mask").detach().clone()
        else:
            before = ag.ones_like(tensor)
        mask = method.compute_mask(scores, default_mask=before)
        for number, _ in hooks:
            del module._forward_pre_hooks[number]
        if not hooks:
            delattr(module, name)
            module.register_parameter(f"{name}_orig", tensor)
        module.register_buffer(f"{name}_mask", mask)
        setattr(module, name, method.apply_mask(module))
        module.register_forward_pre_hook(method)
        return method

    def prune(self, t: Tensor, default_mask: Tensor | None = None, importance_scores: Tensor | None = None) -> Tensor:
        """A tensor times the mask that the method computes for it; nothing is remembered.

        Parameters
        ----------
        t : Tensor
        default_mask : Tensor, optional
            Where it is zero, the mask is, too; ones if not given.
        importance_scores : Tensor, optional
            What decides; `t` itself if not given.
        """
        scores = _scores(importance_scores, t, "tensor t")
        return t * self.compute_mask(scores, default_mask=ag.ones_like(t) if default_mask is None else default_mask)

    def remove(self, module: Module) -> None:
        """Make what is left of the parameter the parameter again."""
        name = self._tensor_name
        values = self.apply_mask(module).detach()
        parameter = module._parameters[f"{name}_orig"]
        assert parameter is not None
        for attribute in (name, f"{name}_orig", f"{name}_mask"):
            delattr(module, attribute)
        parameter.data = values
        module.register_parameter(name, parameter)


def _scores(scores: Tensor | None, tensor: Tensor, what: str) -> Tensor:
    if scores is None:
        return tensor.detach()
    if scores.shape != tensor.shape:
        raise AssertionError(
            f"importance_scores should have the same shape as {what}, got {scores.shape} vs {tensor.shape}"
        )
    return scores.detach()


def prunes(hook: Any, name: str | None = None) -> bool:
    """Whether a hook is a pruning method, for the parameter of a name if one is given."""
    return isinstance(hook, BasePruningMethod) and name in (None, hook._tensor_name)


class PruningContainer(BasePruningMethod):
    """Several methods for one parameter. A new mask is computed by the last, from what the others have left.

    Parameters
    ----------
    *args : BasePruningMethod

    Raises
    ------
    TypeError
        If one is no pruning method.
    ValueError
        If they are for parameters of different names.
    """

    def __init__(self, *args: BasePruningMethod) -> None:
        self._pruning_methods: tuple[BasePruningMethod, ...] = ()
        for method in args:
            if not self._pruning_methods and isinstance(method, BasePruningMethod):
                self._tensor_name = method._tensor_name
            self.add_pruning_method(method)

    def add_pruning_method(self, method: BasePruningMethod) -> None:
        """Add a method at the end."""
        if not isinstance(method, BasePruningMethod):
            raise TypeError(f"{type(method)} is not a BasePruningMethod subclass")
        if self._tensor_name != method._tensor_name:
            raise ValueError(
                f"Can only add pruning methods acting on the parameter named '{self._tensor_name}' to PruningContainer "
                f"{self}. Found '{method._tensor_name}'"
            )
        self._pruning_methods += (method,)

    def __len__(self) -> int:
        return len(self._pruning_methods)

    def __iter__(self) -> Iterator[BasePruningMethod]:
        return iter(self._pruning_methods)

    def __getitem__(self, idx: Any) -> Any:
        return self._pruning_methods[idx]

    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask of the last method for what `default_mask` leaves."""
        method = self._pruning_methods[-1]
        index: Any
        if method.PRUNING_TYPE == "unstructured":
            index = default_mask == 1
        elif method.PRUNING_TYPE == "structured":
            if not hasattr(method, "dim"):
                raise AttributeError(
                    'Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim` defined.'
                )
            dim = _dim(t, method.dim)
            kept = default_mask.movedim(dim, 0).flatten(1).sum(1) != 0
            index = (*(slice(None),) * dim, kept)
        elif method.PRUNING_TYPE == "global":
            index = ...
        else:
            raise ValueError(f"Unrecognized PRUNING_TYPE {method.PRUNING_TYPE}")
        mask = default_mask.to(t.dtype).clone()
        mask[index] = method.compute_mask(t[index], default_mask=default_mask[index]).to(t.dtype)
        return mask


class Identity(BasePruningMethod):
    """Prunes nothing, but makes parameter and mask as the other methods do."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask as it is."""
        return default_mask


class _ByAmount(BasePruningMethod):
    """What methods for a given number of elements or slices share.

    Parameters
    ----------
    amount : int or float
        How many to prune, or which part of all.
    """

    def __init__(self, amount: float) -> None:
        if not isinstance(amount, Real):
            raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
        if amount < 0 or (not isinstance(amount, Integral) and float(amount) > 1):
            raise ValueError(f"amount={amount} should either be a float in the range [0, 1] or a non-negative integer")
        self.amount: float = amount

    def _number(self, size: int) -> int:
        """How many of `size` to prune."""
        number = int(self.amount) if isinstance(self.amount, Integral) else round(self.amount * size)
        if number > size:
            raise ValueError(f"amount={number} should be smaller than the number of parameters to prune={size}")
        return number


class _Unstructured(_ByAmount):
    PRUNING_TYPE = "unstructured"

    def _importance(self, t: Tensor) -> Tensor:
        raise NotImplementedError(f"_importance is not implemented for {type(self).__name__}")

    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask without the elements that matter least."""
        number = self._number(t.numel())
        mask = default_mask.clone()
        if number:
            least = self._importance(t).reshape(-1).topk(number, largest=False).indices
            mask = mask.reshape(-1).index_fill(0, least, 0).reshape(mask.shape)
        return mask


class RandomUnstructured(_Unstructured):
    """Prunes elements at random.

    Parameters
    ----------
    amount : int or float
        How many to prune, or which part of all.
    """

    def _importance(self, t: Tensor) -> Tensor:
        return ag.rand_like(t)


class L1Unstructured(_Unstructured):
    """Prunes the elements of the smallest absolute values.

    Parameters
    ----------
    amount : int or float
        How many to prune, or which part of all.
    """

    def _importance(self, t: Tensor) -> Tensor:
        return t.abs()


class _Structured(_ByAmount):
    PRUNING_TYPE = "structured"

    def __init__(self, amount: float, dim: int = -1) -> None:
        super().__init__(amount)
        self.dim = dim

    def _importance(self, slices: Tensor) -> Tensor:
        raise NotImplementedError(f"_importance is not implemented for {type(self).__name__}")

    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask without the slices that matter least."""
        if t.ndim <= 1:
            raise ValueError(
                "Structured pruning can only be applied to multidimensional tensors. Found tensor of shape "
                f"{t.shape} with {t.ndim} dims"
            )
        dim = _dim(t, self.dim)
        size = t.shape[dim]
        number = self._number(size)
        if number == 0:
            return default_mask
        kept = self._importance(t.movedim(dim, 0).flatten(1)).topk(size - number).indices
        shape = [1] * t.ndim
        shape[dim] = size
        mask = ag.zeros(size, dtype=default_mask.dtype, device=t.device).index_fill(0, kept, 1)
        return default_mask * mask.reshape(shape)


def _dim(t: Tensor, dim: int) -> int:
    if not -t.ndim <= dim < t.ndim:
        raise IndexError(f"Invalid index {dim} for tensor of size {t.shape}")
    return dim % t.ndim


class RandomStructured(_Structured):
    """Prunes slices at random.

    Parameters
    ----------
    amount : int or float
        How many to prune, or which part of all.
    dim : int
        The dimension along which the slices are.
    """

    def _importance(self, slices: Tensor) -> Tensor:
        return ag.rand(len(slices), device=slices.device)


class LnStructured(_Structured):
    """Prunes the slices of the smallest norms.

    Parameters
    ----------
    amount : int or float
        How many to prune, or which part of all.
    n : int, float, inf or -inf
        The p of the norm.
    dim : int
        The dimension along which the slices are.
    """

    def __init__(self, amount: float, n: float, dim: int = -1) -> None:
        super().__init__(amount, dim)
        self.n = n

    def _importance(self, slices: Tensor) -> Tensor:
        return linalg.vector_norm(slices, float(self.n), dim=1)


class CustomFromMask(BasePruningMethod):
    """Prunes by a mask that is given.

    Parameters
    ----------
    mask : Tensor
        In the shape of the parameter.
    """

    PRUNING_TYPE = "global"

    def __init__(self, mask: Tensor) -> None:
        self.mask = mask

    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask, where the earlier one leaves something."""
        if default_mask.shape != self.mask.shape:
            raise AssertionError(
                f"default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}"
            )
        return default_mask * self.mask.to(default_mask.dtype)
