"""Max pooling that always gives the places of the largest elements too."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op


@op(composite=True, faces=("nn.functional",))
def max_pool1d_with_indices(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """`max_pool1d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool1d_with_indices(ag.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    (tensor([[3., 2.]]), tensor([[1, 2]]))
    """
    return xp.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


@op(composite=True, faces=("nn.functional",))
def max_pool2d_with_indices(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """`max_pool2d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool2d_with_indices(ag.tensor([[[1.0, 2.0], [3.0, 4.0]]]), 2)[1]
    tensor([[[3]]])
    """
    return xp.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


@op(composite=True, faces=("nn.functional",))
def max_pool3d_with_indices(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """`max_pool3d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool3d_with_indices(ag.ones(1, 2, 2, 2), 2)[1].shape
    arraygrad.Size([1, 1, 1, 1])
    """
    return xp.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool1d_with_indices(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """`adaptive_max_pool1d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool1d_with_indices(ag.tensor([[1.0, 3.0, 2.0]]), 2)
    (tensor([[3., 3.]]), tensor([[1, 1]]))
    """
    return xp.adaptive_max_pool1d(input, output_size, True)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool2d_with_indices(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """`adaptive_max_pool2d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool2d_with_indices(ag.tensor([[[1.0, 2.0], [3.0, 4.0]]]), 1)[1]
    tensor([[[3]]])
    """
    return xp.adaptive_max_pool2d(input, output_size, True)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool3d_with_indices(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """`adaptive_max_pool3d` with the places of the largest elements, whatever `return_indices` says.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool3d_with_indices(ag.ones(1, 2, 2, 2), 1)[1].shape
    arraygrad.Size([1, 1, 1, 1])
    """
    return xp.adaptive_max_pool3d(input, output_size, True)


max_pool1d_with_indices.cases(case(real(1, 2, 4, distinct=True), 2))
max_pool2d_with_indices.cases(case(real(1, 2, 4, 2, distinct=True), 2))
max_pool3d_with_indices.cases(case(real(1, 2, 2, 2, 2, distinct=True), 2))
adaptive_max_pool1d_with_indices.cases(case(real(1, 2, 4, distinct=True), 3))
adaptive_max_pool2d_with_indices.cases(case(real(1, 2, 4, 2, distinct=True), (3, 1)))
adaptive_max_pool3d_with_indices.cases(case(real(1, 2, 2, 2, 2, distinct=True), (1, 2, 1)))
