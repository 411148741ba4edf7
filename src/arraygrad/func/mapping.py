"""`vmap`: a function of one example as a function of a batch."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from arraygrad import views
from arraygrad.batching import Level
from arraygrad.dispatch import call
from arraygrad.func.trees import broadcast_prefix, flatten, unflatten
from arraygrad.tensor import Tensor

__all__ = ["vmap"]


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
    *,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """A function that maps `func` over a dimension of its arguments, all examples at once.

    Parameters
    ----------
    func : callable
        Takes and gives tensors, or nested tuples, lists and dicts of them. It may not look at values: ``.item()`` and
        ``if`` on a tensor raise.
    in_dims : int, None or nested structure of these
        The dimension of each argument that is mapped over; None for an argument that all examples share. One entry may
        stand for a whole structure.
    out_dims : int, None or nested structure of these
        Where the mapped dimension goes in the results; None for a result that is the same for all examples.
    randomness : {"error", "different", "same"}
        Whether random numbers may be drawn in `func`, and if so, whether they differ between examples.
    chunk_size : int, optional
        Map over so many examples at a time, to bound the memory needed.

    Returns
    -------
    callable
        Takes the same arguments, batched; all examples share keyword arguments.

    Raises
    ------
    ValueError
        When called, if the dimensions do not fit the arguments or results.
    RuntimeError
        If `func` looks at a value, draws random numbers that are not allowed, or writes what differs between examples
        into a tensor that does not.

    Notes
    -----
    Element-wise operations, reductions, views, products, and most of indexing run once for the whole batch; what has no
    batching rule runs for one example after the other (docs/functional.md). Writes in `func` to its arguments are seen
    by the caller.

    Examples
    --------
    >>> import arraygrad as ag
    >>> dot = ag.func.vmap(ag.dot)
    >>> dot(ag.ones(2, 3), ag.arange(6.0).reshape(2, 3))
    tensor([ 3., 12.])
    """
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")
    name = getattr(func, "__name__", repr(func))

    @wraps(func)
    def mapped(*args: Any, **kwargs: Any) -> Any:
        leaves, tree, dims, size = _inputs(args, in_dims, name)
        if chunk_size is None or chunk_size >= size:
            return _run(leaves, tree, dims, size, kwargs)
        pieces = []
        for start in range(0, size, chunk_size):
            length = min(chunk_size, size - start)
            chunk = [x if d is None else views.narrow(x, d, start, length) for x, d in zip(leaves, dims, strict=True)]
            pieces.append(flatten(_run(chunk, tree, dims, length, kwargs)))
        outs = [
            _joined(column, d)
            for column, d in zip(
                zip(*(piece for piece, _ in pieces), strict=True), _out_dims(pieces[0][1]), strict=True
            )
        ]
        return unflatten(outs, pieces[0][1])

    def _out_dims(tree: Any) -> list[Any]:
        entries = broadcast_prefix(out_dims, tree)
        if entries is None:
            raise ValueError(
                f"vmap({name}, ..., out_dims={out_dims})(<inputs>): out_dims is not compatible with the structure of "
                "`outputs`"
            )
        return entries

    def _run(leaves: list[Any], tree: Any, dims: list[int | None], size: int, kwargs: dict[str, Any]) -> Any:
        with Level(size, randomness) as level:
            inner = [x if d is None else level.batched(x, d) for x, d in zip(leaves, dims, strict=True)]
            outputs, out_tree = flatten(func(*unflatten(inner, tree), **kwargs))
            results = []
            for output, dim in zip(outputs, _out_dims(out_tree), strict=True):
                if not isinstance(output, Tensor):
                    if dim is not None:
                        raise ValueError(
                            f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(output)}. Did you "
                            "mean to set out_dims= to None for output?"
                        )
                    results.append(output)
                    continue
                try:
                    results.append(level.unbatched(output, dim))
                except ValueError as error:
                    raise ValueError(f"vmap({name}, ...): `{name}` {error}") from None
            with level.below():
                for x, d, wrapped in zip(leaves, dims, inner, strict=True):
                    if d is not None and wrapped._storage.version:  # written to
                        x.copy_(level.unbatched(wrapped, d))
        return unflatten(results, out_tree)

    return mapped


def _joined(parts: Any, dim: int | None) -> Any:
    return parts[0] if dim is None else call("cat", list(parts), dim)


def _inputs(args: tuple[Any, ...], in_dims: Any, name: str) -> tuple[list[Any], Any, list[int | None], int]:
    """Leaves of the arguments, their structure, the dimension of each that is mapped over, and its size."""
    start = f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): "
    if not isinstance(in_dims, (int, tuple, list, dict)):
        raise ValueError(
            f"{start}expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, "
            f"got: {type(in_dims)}."
        )
    if not args:
        raise ValueError(
            f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a "
            "function with no inputs. The latter is unsupported."
        )
    leaves, tree = flatten(args)
    dims = broadcast_prefix(tuple(in_dims) if isinstance(in_dims, list) else in_dims, tree)
    if dims is None:
        raise ValueError(f"{start}in_dims is not compatible with the structure of `inputs`")
    found: list[int | None] = []
    sizes = []
    for leaf, dim in zip(leaves, dims, strict=True):
        if dim is None:
            found.append(None)
            continue
        if not isinstance(dim, int):
            raise ValueError(f"{start}Got in_dim={dim} for an input but in_dim must be either an integer or None.")
        if not isinstance(leaf, Tensor):
            raise ValueError(
                f"{start}Got in_dim={dim} for an input but the input is of type {type(leaf)}. We cannot vmap over "
                "non-Tensor arguments, please use None as the respective in_dim"
            )
        ndim = leaf.ndim
        if not -ndim <= dim < ndim:
            raise ValueError(
                f"{start}Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {ndim} so "
                f"expected in_dim to satisfy -{ndim} <= in_dim < {ndim}."
            )
        found.append(dim % ndim)
        sizes.append(leaf.shape[dim])
    if not sizes:
        raise ValueError(f"{start}at least one input has to be mapped over, but all in_dims are None")
    if len(set(sizes)) > 1:
        raise ValueError(
            f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
            "mapped dimension"
        )
    return leaves, tree, found, sizes[0]
