"""Jacobians and Hessians: products with all unit vectors at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from arraygrad.creation import eye, zeros
from arraygrad.dispatch import call
from arraygrad.func.derivatives import Argnums, Linear, chosen, replaced, vjp
from arraygrad.func.mapping import vmap
from arraygrad.func.trees import flatten, unflatten
from arraygrad.tensor import Tensor
from arraygrad.views import reshape, split

__all__ = ["hessian", "jacfwd", "jacrev"]


def _basis(tensors: Sequence[Tensor]) -> list[Tensor]:
    """All unit vectors of the space of several tensors: the first dimension counts them."""
    sizes = [t.numel() for t in tensors]
    total, start = sum(sizes), 0
    parts = []
    for t, n in zip(tensors, sizes, strict=True):
        unit = eye(n, dtype=t.dtype, device=t.device)
        before = zeros(start, n, dtype=t.dtype, device=t.device)
        after = zeros(total - start - n, n, dtype=t.dtype, device=t.device)
        parts.append(reshape(call("cat", [before, unit, after], 0), (total, *t.shape)))
        start += n
    return parts


def jacrev(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
    _preallocate_and_copy: bool = False,
) -> Callable[..., Any]:
    """A function that gives the Jacobian of `func`, by rows.

    Parameters
    ----------
    func : callable
        Gives tensors, or nested structures of them.
    argnums : int or tuple of int
        Which arguments to differentiate by.
    has_aux : bool
        Whether `func` gives ``(output, aux)``.
    chunk_size : int, optional
        Rows to compute at a time; all by default.

    Returns
    -------
    callable
        For each output in its structure, and within it for each argument, a tensor of the output's shape followed by
        the argument's. With `has_aux` ``(jacobian, aux)``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.jacrev(ag.sin)(ag.zeros(2))
    tensor([[1., 0.],
            [0., 1.]])
    """
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        positions = chosen(argnums, args)

        def partial(*values: Any) -> Any:
            return func(*replaced(args, positions, values), **kwargs)

        output, pull, *aux = vjp(partial, *(args[p] for p in positions), has_aux=has_aux)
        outputs, out_tree = flatten(output)
        inputs, in_tree = flatten(tuple(args[p] for p in positions))
        if sum(t.numel() for t in outputs):
            rows = vmap(lambda *basis: flatten(pull(unflatten(basis, out_tree)))[0], chunk_size=chunk_size)(
                *_basis(outputs)
            )
        else:
            rows = [zeros(0, *x.shape, dtype=x.dtype, device=x.device) for x in inputs]
        blocks = []
        pieces = [split(r, [t.numel() for t in outputs], 0) for r in rows]
        for i, t in enumerate(outputs):
            parts = [reshape(p[i], (*t.shape, *x.shape)) for p, x in zip(pieces, inputs, strict=True)]
            block = unflatten(parts, in_tree)
            blocks.append(block[0] if isinstance(argnums, int) else block)
        jacobian = unflatten(blocks, out_tree)
        return (jacobian, aux[0]) if has_aux else jacobian

    return wrapper


def jacfwd(
    func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False, *, randomness: str = "error"
) -> Callable[..., Any]:
    """A function that gives the Jacobian of `func`, by columns; see `jacrev` for arguments and results.

    Worth its while if there are many more outputs than inputs.

    Parameters
    ----------
    randomness : {"error", "different", "same"}
        As in `vmap`. `func` itself is run once, so its random numbers are the same for all columns.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.jacfwd(lambda x: x**2)(ag.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """

    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        positions = chosen(argnums, args)

        def partial(*values: Any) -> Any:
            return func(*replaced(args, positions, values), **kwargs)

        primals = tuple(args[p] for p in positions)
        linear = Linear(partial, primals, has_aux, "jvp(f, primals, tangents)")
        inputs, in_tree = flatten(primals)
        outputs, out_tree = linear.outputs, linear.tree
        if sum(x.numel() for x in inputs):
            columns = vmap(
                lambda *basis: flatten(linear(*unflatten(basis, in_tree)))[0], out_dims=-1, randomness=randomness
            )(*_basis(inputs))
        else:
            columns = [zeros(*t.shape, 0, dtype=t.dtype, device=t.device) for t in outputs]
        blocks = []
        for t, column in zip(outputs, columns, strict=True):
            pieces = split(column, [x.numel() for x in inputs], -1)
            parts = [reshape(p, (*t.shape, *x.shape)) for p, x in zip(pieces, inputs, strict=True)]
            block = unflatten(parts, in_tree)
            blocks.append(block[0] if isinstance(argnums, int) else block)
        jacobian = unflatten(blocks, out_tree)
        return (jacobian, linear.aux) if has_aux else jacobian

    return wrapper


def hessian(func: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """A function that gives the Hessian of `func`: the Jacobian of its Jacobian.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.hessian(lambda x: (x**3).sum())(ag.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    return jacrev(jacrev(func, argnums), argnums)
