"""Numbers that tell tensors apart by their bits."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import normalize_dims


@op(composite=True)
def hash_tensor(xp: Any, input: IndexArray, dim: Any = (), keepdim: bool = False, *, mode: int = 0) -> Array:
    """Exclusive or over the bits of all elements, as float64 or int64: equal tensors have equal hashes.

    Parameters
    ----------
    input : Tensor
        Real.
    dim : int or sequence of int
        Dimensions to reduce; all if empty.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    mode : int
        Zero, for the exclusive or.

    Returns
    -------
    Tensor
        Of uint64.

    Raises
    ------
    RuntimeError
        If there is no such mode, or nothing to reduce in an empty tensor.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hash_tensor(ag.tensor([1, 2, 4]))
    tensor(7, dtype=arraygrad.uint64)
    """
    if mode != 0:
        raise RuntimeError(f"Unknown hash_tensor mode: {mode}")
    if input.dtype.is_complex:
        raise NotImplementedError("hash_tensor is not implemented for complex numbers: use view_as_real")
    whole = not isinstance(dim, int) and len(dim) == 0
    if whole and not input.numel():
        raise RuntimeError(
            "hash_tensor: Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim "
            "with the 'dim' argument."
        )
    dims = normalize_dims(None if whole else dim, input.ndim)
    rest = [d for d in range(input.ndim) if d not in dims]
    x = input.detach().permute((*rest, *dims)).reshape((*(input.shape[d] for d in rest), -1))
    x = (x.double() if x.dtype.is_floating_point else x.long()).contiguous().view(xp.int64)
    while x.shape[-1] > 1:
        n = x.shape[-1] // 2
        pairs = xp.bitwise_xor(x[..., :n], x[..., n : 2 * n])
        x = xp.cat([pairs, x[..., 2 * n :]], -1) if x.shape[-1] % 2 else pairs
    result = x[..., 0] if x.shape[-1] else x.new_zeros(tuple(x.shape[:-1]))
    if keepdim:
        result = result.reshape(tuple(1 if d in dims else n for d, n in enumerate(input.shape)))
    return result.contiguous().view(xp.uint64)


hash_tensor.cases(case(integers(3, 4)), case(integers(3, 5), 1, True))
