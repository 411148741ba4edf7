"""Masks that let a query see the keys up to its own place, for `scaled_dot_product_attention`.

PyTorch's have a class of their own; here they are plain tensors of bools.
"""

from __future__ import annotations

from arraygrad.functions import ones
from arraygrad.tensor import Tensor

__all__ = ["causal_lower_right", "causal_upper_left"]


def _causal(size: tuple[int, ...], diagonal: int) -> Tensor:
    return ones(size).tril(diagonal) != 0


def causal_upper_left(*size: int) -> Tensor:
    """The mask in which query i sees keys 0 to i.

    Parameters
    ----------
    *size : int
        Number of queries, number of keys.

    Returns
    -------
    Tensor
        Of bools, on the default device.

    Raises
    ------
    RuntimeError
        If there are not two sizes.

    Examples
    --------
    >>> from arraygrad.nn.attention.bias import causal_upper_left
    >>> causal_upper_left(2, 3)
    tensor([[ True, False, False],
            [ True,  True, False]])
    """
    _check(size, "causal_upper_left")
    return _causal(size, 0)


def causal_lower_right(*size: int) -> Tensor:
    """The mask in which the last query sees all keys, and each query before it one less.

    Parameters
    ----------
    *size : int
        Number of queries, number of keys.

    Returns
    -------
    Tensor
        Of bools, on the default device.

    Raises
    ------
    RuntimeError
        If there are not two sizes.

    Examples
    --------
    >>> from arraygrad.nn.attention.bias import causal_lower_right
    >>> causal_lower_right(2, 3)
    tensor([[ True,  True, False],
            [ True,  True,  True]])
    """
    _check(size, "causal_lower_right")
    return _causal(size, size[1] - size[0])


def _check(size: tuple[int, ...], name: str) -> None:
    if len(size) != 2:
        raise RuntimeError(f"{name} only supports 2D tensors: give the number of queries and of keys, not {size}")
