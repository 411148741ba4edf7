"""Products with Jacobians and Hessians, and these themselves, of functions of tensors.

`arraygrad.func` has the same as functions of functions, which nest with `vmap`.

Examples
--------
>>> import arraygrad as ag
>>> ag.autograd.functional.jacobian(ag.sin, ag.zeros(2))
tensor([[1., 0.],
        [0., 1.]])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from arraygrad.autograd.modes import enable_grad
from arraygrad.autograd.passes import grad
from arraygrad.creation import eye, ones_like, zeros, zeros_like
from arraygrad.dispatch import call
from arraygrad.tensor import Tensor
from arraygrad.views import reshape, view_as

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]

Tensors = Tensor | tuple[Tensor, ...]


def _tuple(given: Any, what: str, name: str) -> tuple[bool, tuple[Tensor, ...]]:
    """Whether several tensors were given, and a tuple of them.

    Raises
    ------
    TypeError
        If there is anything but tensors.
    """
    several = isinstance(given, (tuple, list))
    tensors = tuple(given) if several else (given,)
    for i, t in enumerate(tensors):
        if not isinstance(t, Tensor):
            if several:
                raise TypeError(
                    f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the value at index "
                    f"{i} has type {type(t)}."
                )
            raise TypeError(
                f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the given {what} has "
                f"type {type(t)}."
            )
    return several, tensors


def _tracked(inputs: Sequence[Tensor], create_graph: bool) -> tuple[Tensor, ...]:
    """The inputs under eyes of their own; connected with what was given if a graph is wanted."""
    return tuple(view_as(x, x) if create_graph and x.requires_grad else x.detach().requires_grad_() for x in inputs)


def _detached(several: bool, tensors: Sequence[Tensor], create_graph: bool) -> Any:
    made = tuple(t if create_graph else t.detach() for t in tensors)
    return made if several else made[0]


def _vectors(v: Any, like: Sequence[Tensor], several: bool, what: str, name: str) -> tuple[Tensor, ...]:
    """The vectors of a product: ones if there is one element only.

    Raises
    ------
    RuntimeError
        If they are missing, or do not fit.
    """
    if v is None:
        if len(like) != 1 or like[0].numel() != 1:
            raise RuntimeError(
                f"The vector v can only be None if the {what} the user-provided function is a single Tensor with a "
                "single element."
            )
        return (ones_like(like[0]),)
    _, vectors = _tuple(v, "v", name)
    if len(vectors) != len(like):
        if several:
            raise RuntimeError(f"v is a tuple of invalid length: should be {len(like)} but got {len(vectors)}.")
        raise RuntimeError("The given v should contain a single Tensor.")
    for i, (a, b) in enumerate(zip(vectors, like, strict=True)):
        if a.shape != b.shape:
            raise RuntimeError(f"v has invalid size: entry {i} should be {list(b.shape)} but got {list(a.shape)}.")
    return vectors


def _strictly(outputs: Sequence[Tensor]) -> None:
    for i, o in enumerate(outputs):
        if not o.requires_grad:
            raise RuntimeError(
                f"Output {i} of the user-provided function does not require gradients. The outputs must be computed in "
                "a differentiable manner from the input when running in strict mode."
            )


def _gradients(
    outputs: Sequence[Tensor], inputs: Sequence[Tensor], vectors: Sequence[Tensor | None], create_graph: bool
) -> list[Tensor | None]:
    pairs = [(o, v) for o, v in zip(outputs, vectors, strict=True) if o.requires_grad]
    if not pairs:
        return [None] * len(inputs)
    found = grad(
        [o for o, _ in pairs], inputs, [v for _, v in pairs], create_graph=create_graph, retain_graph=True,
        allow_unused=True,
    )  # fmt: skip
    return list(found)


def _filled(
    found: Sequence[Tensor | None], like: Sequence[Tensor], strict: bool, create_graph: bool, what: str
) -> list[Tensor]:
    """Zeros for what does not exist, or an error."""
    made = []
    for i, (g, x) in enumerate(zip(found, like, strict=True)):
        if g is None:
            if strict:
                raise RuntimeError(
                    f"The output of the user-provided function is independent of input {i} ({what}). This is not "
                    "allowed in strict mode."
                )
            g = zeros_like(x)
        elif strict and create_graph and not g.requires_grad:
            raise RuntimeError(
                f"The {what} of the user-provided function is independent of input {i}. This is not allowed in strict "
                "mode when create_graph=True."
            )
        made.append(g)
    return made


def vjp(
    func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """The value of a function, and the product of a vector with its Jacobian.

    Parameters
    ----------
    func : callable
        Takes and gives a tensor or several.
    inputs : Tensor or tuple of Tensor
    v : Tensor or tuple of Tensor, optional
        In the shape of the output; a one if the output has one element.
    create_graph : bool
        Whether the results can be differentiated.
    strict : bool
        Raise if an output does not depend on an input, instead of giving zeros.

    Returns
    -------
    func_output, vjp

    Raises
    ------
    RuntimeError
        If `v` does not fit, or `strict` finds something.
    TypeError
        If there is anything but tensors.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.vjp(lambda x: x**2, ag.tensor([1.0, 2.0]), ag.ones(2))
    (tensor([1., 4.]), tensor([2., 4.]))
    """
    with enable_grad():
        several, given = _tuple(inputs, "inputs", "vjp")
        tracked = _tracked(given, create_graph)
        several_out, outputs = _tuple(func(*tracked), "outputs of the user-provided function", "vjp")
        if strict:
            _strictly(outputs)
        vectors = _vectors(v, outputs, several_out, "output of", "vjp")
        found = _filled(_gradients(outputs, tracked, vectors, create_graph), tracked, strict, create_graph, "gradient")
    return _detached(several_out, outputs, create_graph), _detached(several, found, create_graph)


def _pushed(
    outputs: Sequence[Tensor], tracked: Sequence[Tensor], vectors: Sequence[Tensor], strict: bool, create_graph: bool
) -> list[Tensor]:
    """Jacobian times vector: a vector-Jacobian product is linear in its vector, and this is its own derivative."""
    dummies = [zeros_like(o).requires_grad_() for o in outputs]
    products = _filled(_gradients(outputs, tracked, dummies, True), tracked, strict, False, "gradient")
    found = _gradients(products, dummies, vectors, create_graph)
    return _filled(found, outputs, strict, create_graph, "jacobian")


def jvp(
    func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """The value of a function, and the product of its Jacobian with a vector; see `vjp` for the arguments.

    Parameters
    ----------
    v : Tensor or tuple of Tensor, optional
        In the shape of the inputs; a one if the input has one element.

    Returns
    -------
    func_output, jvp

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.jvp(lambda x: x**2, ag.tensor([1.0, 2.0]), ag.ones(2))
    (tensor([1., 4.]), tensor([2., 4.]))
    """
    with enable_grad():
        several, given = _tuple(inputs, "inputs", "jvp")
        tracked = _tracked(given, create_graph)
        vectors = _vectors(v, given, several, "input to", "jvp")
        several_out, outputs = _tuple(func(*tracked), "outputs of the user-provided function", "jvp")
        if strict:
            _strictly(outputs)
        found = _pushed(outputs, tracked, vectors, strict, create_graph)
    return _detached(several_out, outputs, create_graph), _detached(several_out, found, create_graph)


def _scalar(output: Any, name: str, strict: bool) -> Tensor:
    several, outputs = _tuple(output, "outputs of the user-provided function", name)
    if several:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if outputs[0].numel() != 1:
        raise RuntimeError(f"The Tensor returned by the function given to {name} should contain a single element")
    if strict:
        _strictly(outputs)
    return outputs[0]


def vhp(
    func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """The value of a function, and the product of a vector with its Hessian; see `vjp` for the arguments.

    Parameters
    ----------
    func : callable
        Gives one tensor with one element.

    Returns
    -------
    func_output, vhp

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.vhp(lambda x: (x**3).sum(), ag.tensor([1.0, 2.0]), ag.ones(2))
    (tensor(9.), tensor([ 6., 12.]))
    """
    with enable_grad():
        several, given = _tuple(inputs, "inputs", "vhp")
        tracked = _tracked(given, create_graph)
        vectors = _vectors(v, given, several, "input to", "vhp")
        output = _scalar(func(*tracked), "vhp", strict)
        first = _filled(_gradients([output], tracked, [None], True), tracked, strict, True, "gradient")
        found = _filled(_gradients(first, tracked, vectors, create_graph), tracked, strict, create_graph, "hessian")
    return _detached(False, [output], create_graph), _detached(several, found, create_graph)


def hvp(
    func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """The value of a function, and the product of its Hessian with a vector; see `vhp`, which is cheaper.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.hvp(lambda x: (x**3).sum(), ag.tensor([1.0, 2.0]), ag.ones(2))
    (tensor(9.), tensor([ 6., 12.]))
    """
    with enable_grad():
        several, given = _tuple(inputs, "inputs", "hvp")
        tracked = _tracked(given, create_graph)
        vectors = _vectors(v, given, several, "input to", "hvp")
        output = _scalar(func(*tracked), "hvp", strict)
        first = _filled(_gradients([output], tracked, [None], True), tracked, strict, True, "gradient")
        found = _pushed(first, tracked, vectors, strict, create_graph)
    return _detached(False, [output], create_graph), _detached(several, found, create_graph)


def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """The Jacobian of a function.

    Parameters
    ----------
    func : callable
        Takes and gives a tensor or several.
    inputs : Tensor or tuple of Tensor
    create_graph : bool
        Whether the result can be differentiated.
    strict : bool
        Raise if an output does not depend on an input, instead of giving zeros.
    vectorize : bool
        Compute all rows in one pass, with `vmap`, instead of one after the other. Not with `strict`.
    strategy : {"reverse-mode", "forward-mode"}
        By rows or by columns; by columns needs `vectorize`.

    Returns
    -------
    Tensor, tuple of Tensor, or tuple of tuples
        For each output (if there are several) and each input (likewise) a tensor of the output's shape followed by the
        input's.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.jacobian(lambda x: x**2, ag.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(f'Expected strategy to be either "forward-mode" or "reverse-mode", got {strategy!r}')
    if strict and vectorize:
        raise RuntimeError("jacobian: `strict=True` and `vectorized=True` are not supported together")
    if strategy == "forward-mode" and not vectorize:
        raise NotImplementedError("Computing Jacobian using forward-mode AD needs vectorize=True")
    with enable_grad():
        several, given = _tuple(inputs, "inputs", "jacobian")
        tracked = _tracked(given, create_graph)
        several_out, outputs = _tuple(func(*tracked), "outputs of the user-provided function", "jacobian")
        if strict:
            _strictly(outputs)
        if strategy == "forward-mode":
            blocks = _columns(outputs, tracked, create_graph)
        else:
            blocks = [_rows(o, i, tracked, create_graph, strict, vectorize) for i, o in enumerate(outputs)]
        rows = tuple(_detached(several, row, create_graph) for row in blocks)
    return rows if several_out else rows[0]


def _rows(
    output: Tensor, number: int, tracked: Sequence[Tensor], create_graph: bool, strict: bool, vectorize: bool
) -> list[Tensor]:
    """The Jacobian of one output, by rows."""
    n = output.numel()
    shapes = [(*output.shape, *x.shape) for x in tracked]
    if not output.requires_grad or not n:
        return [zeros(*s, dtype=x.dtype, device=x.device) for s, x in zip(shapes, tracked, strict=True)]
    unit = reshape(eye(n, dtype=output.dtype, device=output.device), (n, *output.shape))
    if vectorize:
        found = grad(
            output,
            tracked,
            unit,
            create_graph=create_graph,
            retain_graph=True,
            allow_unused=True,
            is_grads_batched=True,
        )
        rows = [zeros(*s, dtype=x.dtype, device=x.device) if g is None else reshape(g, s)
                for g, s, x in zip(found, shapes, tracked, strict=True)]  # fmt: skip
        return rows
    lists = [_filled(_gradients([output], tracked, [row], create_graph), tracked, strict, create_graph,
                     f"jacobian of output {number}") for row in unit]  # fmt: skip
    return [reshape(call("stack", list(column)), s) for column, s in zip(zip(*lists, strict=True), shapes, strict=True)]


def _columns(outputs: Sequence[Tensor], tracked: Sequence[Tensor], create_graph: bool) -> list[list[Tensor]]:
    """The Jacobian of all outputs, by columns: the vector-Jacobian products, differentiated by their vectors."""
    dummies = [zeros_like(o).requires_grad_() for o in outputs]
    products = _gradients(outputs, tracked, dummies, True)
    blocks: list[list[Tensor]] = [[] for _ in outputs]
    for product, x in zip(products, tracked, strict=True):
        n = x.numel()
        unit = reshape(eye(n, dtype=x.dtype, device=x.device), (n, *x.shape))
        found: Sequence[Tensor | None] = [None] * len(outputs)
        if product is not None and product.requires_grad and n:
            found = grad(
                product, dummies, unit, create_graph=create_graph, retain_graph=True, allow_unused=True,
                is_grads_batched=True,
            )  # fmt: skip
        for block, column, o in zip(blocks, found, outputs, strict=True):
            shape = (*o.shape, *x.shape)
            if column is None:
                block.append(zeros(*shape, dtype=o.dtype, device=o.device))
            else:
                block.append(reshape(column.movedim(0, -1), shape))
    return blocks


def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """The Hessian of a function with one element; see `jacobian` for the arguments.

    Returns
    -------
    Tensor or tuple of tuples of Tensor
        For each pair of inputs a tensor of the shape of the first followed by that of the second.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.autograd.functional.hessian(lambda x: (x**3).sum(), ag.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    several, given = _tuple(inputs, "inputs", "hessian")
    if outer_jacobian_strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')

    def gradient(*xs: Tensor) -> tuple[Tensor, ...]:
        output = _scalar(func(*xs), "hessian", strict)
        found = _gradients([output], xs, [None], True)
        return tuple(_filled(found, xs, strict, True, "gradient"))

    blocks = jacobian(gradient, given, create_graph, strict, vectorize, outer_jacobian_strategy)
    return blocks if several else blocks[0][0]
