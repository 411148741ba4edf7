"""Transforms of parts of a tensor, and of its dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.constraints import Constraint
from arraygrad.distributions.transforms.transform import Shape, Transform, checked_size
from arraygrad.distributions.utils import sum_rightmost
from arraygrad.tensor import Size, Tensor

__all__ = ["CatTransform", "IndependentTransform", "ReshapeTransform", "StackTransform"]


class IndependentTransform(Transform):
    """A transform of which several results count as one value, so that the Jacobian's logarithm is summed over them.

    Parameters
    ----------
    base_transform : Transform
        The transform of each.
    reinterpreted_batch_ndims : int
        How many more dimensions make up one value.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import ExpTransform, IndependentTransform
    >>> x = ag.ones(2, 3)
    >>> IndependentTransform(ExpTransform(), 1).log_abs_det_jacobian(x, x.exp())
    tensor([3., 3.])
    """

    def __init__(self, base_transform: Transform, reinterpreted_batch_ndims: int, cache_size: int = 0) -> None:
        super().__init__(cache_size=cache_size)
        self.base_transform = base_transform.with_cache(cache_size)
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims

    def with_cache(self, cache_size: int = 1) -> Transform:
        if self._cache_size == cache_size:
            return self
        return IndependentTransform(self.base_transform, self.reinterpreted_batch_ndims, cache_size=cache_size)

    @property
    def domain(self) -> Constraint:
        return constraints.independent(self.base_transform.domain, self.reinterpreted_batch_ndims)

    @property
    def codomain(self) -> Constraint:
        return constraints.independent(self.base_transform.codomain, self.reinterpreted_batch_ndims)

    @property
    def bijective(self) -> bool:
        return bool(self.base_transform.bijective)

    @property
    def sign(self) -> Any:
        return self.base_transform.sign

    def _call(self, x: Tensor) -> Tensor:
        if x.dim() < self.domain.event_dim:
            raise ValueError("Too few dimensions on input")
        return self.base_transform(x)

    def _inverse(self, y: Tensor) -> Tensor:
        if y.dim() < self.codomain.event_dim:
            raise ValueError("Too few dimensions on input")
        return self.base_transform.inv(y)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return sum_rightmost(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)

    def forward_shape(self, shape: Shape) -> Shape:
        return self.base_transform.forward_shape(shape)

    def inverse_shape(self, shape: Shape) -> Shape:
        return self.base_transform.inverse_shape(shape)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_transform!r}, {self.reinterpreted_batch_ndims})"


class ReshapeTransform(Transform):
    """Another shape for the last dimensions.

    Parameters
    ----------
    in_shape, out_shape : sequence of int
        Shapes with the same number of elements.
    cache_size : {0, 1}
        As for `Transform`.

    Raises
    ------
    ValueError
        If the numbers of elements differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.ReshapeTransform((4,), (2, 2))(ag.zeros(3, 4)).shape
    arraygrad.Size([3, 2, 2])
    """

    bijective = True

    def __init__(self, in_shape: Shape, out_shape: Shape, cache_size: int = 0) -> None:
        self.in_shape = Size(in_shape)
        self.out_shape = Size(out_shape)
        if self.in_shape.numel() != self.out_shape.numel():
            raise ValueError("in_shape, out_shape have different numbers of elements")
        super().__init__(cache_size=cache_size)

    @property
    def domain(self) -> Constraint:
        return constraints.independent(constraints.real, len(self.in_shape))

    @property
    def codomain(self) -> Constraint:
        return constraints.independent(constraints.real, len(self.out_shape))

    def with_cache(self, cache_size: int = 1) -> Transform:
        if self._cache_size == cache_size:
            return self
        return ReshapeTransform(self.in_shape, self.out_shape, cache_size=cache_size)

    def _call(self, x: Tensor) -> Tensor:
        return x.reshape(self.forward_shape(x.shape))

    def _inverse(self, y: Tensor) -> Tensor:
        return y.reshape(self.inverse_shape(y.shape))

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return x.new_zeros(x.shape[: x.dim() - len(self.in_shape)])

    def forward_shape(self, shape: Shape) -> Shape:
        return _replaced(shape, self.in_shape, self.out_shape)

    def inverse_shape(self, shape: Shape) -> Shape:
        return _replaced(shape, self.out_shape, self.in_shape)


def _replaced(shape: Shape, end: Size, by: Size) -> Size:
    """A shape with another end."""
    size = checked_size(shape, len(end))
    n = len(size) - len(end)
    if size[n:] != end:
        raise ValueError(f"Shape mismatch: expected {tuple(size[n:])} but got {end}")
    return size[:n] + by


class _Parts(Transform):
    """Transforms side by side along a dimension."""

    def __init__(self, tseq: Sequence[Transform], dim: int = 0, cache_size: int = 0) -> None:
        if not all(isinstance(t, Transform) for t in tseq):
            raise AssertionError("All elements of tseq must be Transform instances")
        super().__init__(cache_size=cache_size)
        self.transforms = [t.with_cache(cache_size) for t in tseq]
        self.dim = dim

    @property
    def bijective(self) -> bool:
        return all(t.bijective for t in self.transforms)

    def _check_dim(self, *tensors: Tensor) -> None:
        for t in tensors:
            if not -t.dim() <= self.dim < t.dim():
                raise AssertionError(f"dim {self.dim} out of range for a tensor with {t.dim()} dimensions")


class CatTransform(_Parts):
    """Transforms of parts of a tensor that are concatenated along a dimension.

    Parameters
    ----------
    tseq : sequence of Transform
        One for each part.
    dim : int
        The dimension.
    lengths : sequence of int, optional
        The lengths of the parts; 1 if left out.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import CatTransform, ExpTransform, identity_transform
    >>> CatTransform([ExpTransform(), identity_transform], lengths=[1, 2])(ag.zeros(3))
    tensor([1., 0., 0.])
    """

    def __init__(
        self, tseq: Sequence[Transform], dim: int = 0, lengths: Sequence[int] | None = None, cache_size: int = 0
    ) -> None:
        super().__init__(tseq, dim, cache_size)
        self.lengths = [1] * len(self.transforms) if lengths is None else list(lengths)
        if len(self.lengths) != len(self.transforms):
            raise AssertionError(f"lengths ({len(self.lengths)}) must match tseq ({len(self.transforms)})")

    @property
    def event_dim(self) -> int:
        return max(t.event_dim for t in self.transforms)

    @property
    def length(self) -> int:
        """The length of all parts together."""
        return sum(self.lengths)

    def with_cache(self, cache_size: int = 1) -> Transform:
        if self._cache_size == cache_size:
            return self
        return CatTransform(self.transforms, self.dim, self.lengths, cache_size)

    def _split(self, *tensors: Tensor) -> list[Any]:
        self._check_dim(*tensors)
        for t in tensors:
            if t.shape[self.dim] != self.length:
                raise AssertionError(f"size {t.shape[self.dim]} at dim {self.dim} must equal length {self.length}")
        return [t.split(self.lengths, self.dim) for t in tensors]

    def _call(self, x: Tensor) -> Tensor:
        (parts,) = self._split(x)
        return ag.cat([t(part) for t, part in zip(self.transforms, parts, strict=True)], self.dim)

    def _inverse(self, y: Tensor) -> Tensor:
        (parts,) = self._split(y)
        return ag.cat([t.inv(part) for t, part in zip(self.transforms, parts, strict=True)], self.dim)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        logs = []
        for t, part_x, part_y in zip(self.transforms, *self._split(x, y), strict=True):
            log = t.log_abs_det_jacobian(part_x, part_y)
            logs.append(sum_rightmost(log, self.event_dim - t.event_dim))
        dim = (self.dim - x.dim() if self.dim >= 0 else self.dim) + self.event_dim
        # Where the dimension is part of each value, the parts' logarithms add up.
        return ag.cat(logs, dim) if dim < 0 else sum(logs[1:], logs[0])

    @property
    def domain(self) -> Constraint:
        return constraints.cat([t.domain for t in self.transforms], self.dim, self.lengths)

    @property
    def codomain(self) -> Constraint:
        return constraints.cat([t.codomain for t in self.transforms], self.dim, self.lengths)


class StackTransform(_Parts):
    """Transforms of the slices of a tensor along a dimension.

    Parameters
    ----------
    tseq : sequence of Transform
        One for each slice.
    dim : int
        The dimension.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import ExpTransform, StackTransform, identity_transform
    >>> StackTransform([ExpTransform(), identity_transform], dim=1)(ag.zeros(2, 2))
    tensor([[1., 0.],
            [1., 0.]])
    """

    def with_cache(self, cache_size: int = 1) -> Transform:
        return self if self._cache_size == cache_size else StackTransform(self.transforms, self.dim, cache_size)

    def _slices(self, *tensors: Tensor) -> list[Any]:
        self._check_dim(*tensors)
        for t in tensors:
            if t.shape[self.dim] != len(self.transforms):
                raise AssertionError(f"size {t.shape[self.dim]} at dim {self.dim} must equal {len(self.transforms)}")
        return [t.unbind(self.dim) for t in tensors]

    def _call(self, x: Tensor) -> Tensor:
        (slices,) = self._slices(x)
        return ag.stack([t(part) for t, part in zip(self.transforms, slices, strict=True)], self.dim)

    def _inverse(self, y: Tensor) -> Tensor:
        (slices,) = self._slices(y)
        return ag.stack([t.inv(part) for t, part in zip(self.transforms, slices, strict=True)], self.dim)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        parts = zip(self.transforms, *self._slices(x, y), strict=True)
        return ag.stack([t.log_abs_det_jacobian(part_x, part_y) for t, part_x, part_y in parts], self.dim)

    @property
    def domain(self) -> Constraint:
        return constraints.stack([t.domain for t in self.transforms], self.dim)

    @property
    def codomain(self) -> Constraint:
        return constraints.stack([t.codomain for t in self.transforms], self.dim)
