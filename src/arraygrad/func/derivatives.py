"""Gradients and products with Jacobians, as functions of functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from arraygrad.creation import zeros_like
from arraygrad.func.sweep import Sweep
from arraygrad.func.trees import flatten, tree_map, unflatten
from arraygrad.tensor import Tensor

__all__ = ["grad", "grad_and_value", "jvp", "linearize", "vjp"]

Argnums = int | tuple[int, ...]


def chosen(argnums: Argnums, args: tuple[Any, ...]) -> tuple[int, ...]:
    """Positions of the arguments that are differentiated, counted from the front.

    Raises
    ------
    RuntimeError
        If there is no such argument, or one is named twice.
    """
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(f"argnum must be int or Tuple[int, ...], got: {type(argnums)}")
    if argnums == ():
        raise RuntimeError("argnums must be non-empty")
    numbers = (argnums,) if isinstance(argnums, int) else argnums
    for n in numbers:
        if not -len(args) <= n < len(args):
            raise RuntimeError(f"Got argnum={n}, but only {len(args)} positional inputs")
    positions = tuple(n % len(args) for n in numbers)
    if len(set(positions)) != len(positions):
        raise RuntimeError(f"argnums elements must be unique, got {argnums}")
    return positions


def replaced(args: tuple[Any, ...], positions: tuple[int, ...], values: Sequence[Any]) -> tuple[Any, ...]:
    """Arguments with those at some positions exchanged."""
    result = list(args)
    for position, value in zip(positions, values, strict=True):
        result[position] = value
    return tuple(result)


def split_aux(output: Any, has_aux: bool, where: str) -> tuple[Any, Any]:
    """A function's output and what it gives beside it."""
    if not has_aux:
        return output, None
    if not (isinstance(output, tuple) and len(output) == 2):
        raise RuntimeError(f"{where}: output of function f should be a tuple: (output, aux) if has_aux is True")
    return output


def tensors_of(output: Any, where: str) -> tuple[list[Tensor], Any]:
    """The tensors that a function gave, and the structure around them.

    Raises
    ------
    RuntimeError
        If there is anything else.
    """
    leaves, tree = flatten(output)
    for leaf in leaves:
        if not isinstance(leaf, Tensor):
            raise RuntimeError(f"{where}: Expected f to return only tensors, got unsupported type {type(leaf)}")
    if not leaves:
        raise RuntimeError(f"{where}: Expected f to be a function that has non-empty output")
    return leaves, tree


def grad_and_value(func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that gives the gradient of `func` and its value.

    Parameters
    ----------
    func : callable
        Gives a tensor with one element, or ``(tensor, aux)`` with `has_aux`.
    argnums : int or tuple of int
        Which arguments to differentiate by: tensors, or nested structures of them.
    has_aux : bool
        Whether `func` gives something beside its value, which is handed on.

    Returns
    -------
    callable
        Gives ``(gradient, value)`` or ``(gradient, (value, aux))``; the gradient is a tuple if `argnums` is.

    Raises
    ------
    RuntimeError
        When called, if the value is not a tensor with one element, or an argument has no derivatives.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.grad_and_value(lambda x: (x**2).sum())(ag.tensor([1.0, 2.0]))
    (tensor([2., 4.]), tensor(5.))
    """
    where = "grad_and_value(f)(*args)"

    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        positions = chosen(argnums, args)
        with Sweep() as sweep:
            tracked = [tree_map(sweep.track, args[p]) for p in positions]
            output, aux = split_aux(func(*replaced(args, positions, tracked), **kwargs), has_aux, where)
            if not isinstance(output, Tensor):
                raise RuntimeError(f"{where}: Expected f(*args) to return a Tensor, got {type(output)}")
            if output.ndim != 0:
                raise RuntimeError(
                    f"{where}: Expected f(*args) to return a scalar Tensor, got tensor with {output.ndim} dims. Maybe "
                    "you wanted to use the vjp or jacrev APIs instead?"
                )
            leaves, tree = flatten(tracked)
            gradients = sweep.filled(sweep.gradients([output], sweep.roots, [None]), leaves)
            result = unflatten(gradients, tree)
            value = sweep.left(output)
            aux = tree_map(sweep.left, aux)
        gradient = result[0] if isinstance(argnums, int) else tuple(result)
        return gradient, ((value, aux) if has_aux else value)

    return wrapper


def grad(func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that gives the gradient of `func`; see `grad_and_value` for the arguments.

    No ``grad`` attribute is touched. The function may be differentiated again, mapped over a batch, and used inside a
    recorded computation.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.grad(ag.func.grad(lambda x: x**3))(ag.tensor(2.0))
    tensor(12.)
    """
    both = grad_and_value(func, argnums, has_aux)

    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        gradient, value = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return wrapper


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """The value of a function and a function for products of vectors with its Jacobian.

    Parameters
    ----------
    func : callable
        Gives tensors, or nested structures of them.
    *primals
        Its arguments: tensors, or nested structures of them.
    has_aux : bool
        Whether `func` gives ``(output, aux)``.

    Returns
    -------
    output
    vjp_fn : callable
        Takes cotangents in the structure of the output and gives a tuple with one gradient per argument.
    aux
        If `has_aux`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> out, pull = ag.func.vjp(ag.sin, ag.zeros(2))
    >>> pull(ag.tensor([1.0, 2.0]))
    (tensor([1., 2.]),)
    """
    with Sweep() as sweep:
        tracked = tree_map(sweep.track, primals)
        output, aux = split_aux(func(*tracked), has_aux, "vjp(f, *primals)")
        outputs, tree = tensors_of(output, "vjp(f, *primals)")
        arguments, structure = flatten(tracked)
        value = unflatten([sweep.left(t) for t in outputs], tree)
        aux = tree_map(sweep.left, aux)

    def vjp_fn(*cotangents: Any, retain_graph: bool = True, create_graph: bool | None = None) -> Any:
        given, given_tree = flatten(cotangents[0] if len(cotangents) == 1 else cotangents)
        if given_tree != tree:
            raise RuntimeError(
                "Expected pytree structure of cotangents to be the same as pytree structure of outputs to the "
                f"function. cotangents: {given_tree}, primal output: {tree}"
            )
        with sweep:
            found = sweep.gradients(outputs, sweep.roots, given, record=bool(create_graph), retain=retain_graph)
            return unflatten(sweep.filled(found, arguments), structure)

    return (value, vjp_fn, aux) if has_aux else (value, vjp_fn)


class Linear:
    """The derivative of a function at a point, in forward direction.

    A vector-Jacobian product is linear in its vector; its own derivative by that vector, in the direction of the
    tangents, is the Jacobian-vector product. So one recorded backward pass serves any number of tangents.
    """

    def __init__(self, func: Callable[..., Any], primals: tuple[Any, ...], has_aux: bool, where: str) -> None:
        self.where = where
        with Sweep() as sweep:
            tracked = tree_map(sweep.track, primals)
            output, aux = split_aux(func(*tracked), has_aux, where)
            self.outputs, self.tree = tensors_of(output, where)
            self.arguments, self.structure = flatten(tracked)
            self.dummies = [
                sweep.track(zeros_like(t)) if t.dtype.is_differentiable and t.requires_grad else None
                for t in self.outputs
            ]
            roots = sweep.roots[: len(self.arguments)]
            self.dummy_roots = sweep.roots[len(self.arguments) :]
            self.products = sweep.gradients(self.outputs, roots, self.dummies, record=True)
            self.value = unflatten([sweep.left(t) for t in self.outputs], self.tree)
            self.aux = tree_map(sweep.left, aux)
        self.sweep = sweep

    def __call__(self, *tangents: Any) -> Any:
        """Tangents of the outputs from tangents of the arguments."""
        given, structure = flatten(tangents)
        if structure != self.structure:
            raise RuntimeError(
                f"{self.where}: Expected primals and tangents to have the same python structure. For example, if "
                "primals is a tuple of 3 tensors, tangents also must be."
            )
        for x, t in zip(self.arguments, given, strict=True):
            if not isinstance(t, Tensor):
                raise RuntimeError(f"{self.where}: Expected tangents to be tensors, got unsupported type {type(t)}")
            if t.shape != x.shape:
                raise RuntimeError(
                    f"{self.where}: Trying to set a forward gradient that has a different size than that of the "
                    f"original Tensor, this is not supported. Tensor is of size {list(x.shape)} while the given "
                    f"forward gradient is of size {list(t.shape)}."
                )
        pairs = [(p, t) for p, t in zip(self.products, given, strict=True) if p is not None]
        with self.sweep as sweep:
            found: list[Tensor | None] = [None] * len(self.dummy_roots)
            if pairs:
                found = sweep.gradients([p for p, _ in pairs], self.dummy_roots, [t for _, t in pairs], retain=True)
            rest = iter(found)
            results = [None if d is None else next(rest) for d in self.dummies]
            return unflatten(sweep.filled(results, self.outputs), self.tree)


def jvp(func: Callable[..., Any], primals: Any, tangents: Any, *, strict: bool = False, has_aux: bool = False) -> Any:
    """The value of a function and the product of its Jacobian with tangents.

    Parameters
    ----------
    func : callable
        Gives tensors, or nested structures of them.
    primals, tangents : tuple
        Arguments, and directions in the same structure.
    strict : bool
        Raise if an output does not depend on the arguments, instead of giving zeros.
    has_aux : bool
        Whether `func` gives ``(output, aux)``.

    Returns
    -------
    output, tangent
        And ``aux`` if `has_aux`.

    Notes
    -----
    Exact; computed by two backward passes, not in forward mode.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.func.jvp(lambda x: x**2, (ag.tensor([1.0, 2.0]),), (ag.tensor([1.0, 0.0]),))
    (tensor([1., 4.]), tensor([2., 0.]))
    """
    where = "jvp(f, primals, tangents)"
    for name, given in (("primals", primals), ("tangents", tangents)):
        if not isinstance(given, tuple):
            raise RuntimeError(f"{where}: Expected {name} to be a tuple. E.g. it should be valid to call f(*primals).")
    linear = Linear(func, primals, has_aux, where)
    if strict and any(d is None for d in linear.dummies):
        raise RuntimeError(
            f"{where}: The output of f is independent of its arguments. This is not allowed with strict=True."
        )
    result = linear(*tangents)
    return (linear.value, result, linear.aux) if has_aux else (linear.value, result)


def linearize(func: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """The value of a function, and its Jacobian at that point as a function of tangents.

    Examples
    --------
    >>> import arraygrad as ag
    >>> value, push = ag.func.linearize(lambda x: x**3, ag.tensor(2.0))
    >>> push(ag.tensor(1.0)), push(ag.tensor(10.0))
    (tensor(12.), tensor(120.))
    """
    linear = Linear(func, primals, False, "linearize(f, *primals)")
    return linear.value, linear
