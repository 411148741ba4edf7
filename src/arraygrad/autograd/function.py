"""Operations with a derivative written by the user."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import ref

from arraygrad.autograd.modes import grad_enabled, no_grad
from arraygrad.creation import zeros
from arraygrad.graph import Node, Output, next_sequence
from arraygrad.tensor import Tensor, wrap

__all__ = ["Function", "FunctionCtx", "once_differentiable"]


class FunctionCtx:
    """What a function's forward leaves for its backward; any attribute may be set on it."""

    def __init__(self) -> None:
        self._to_save: tuple[Tensor | None, ...] = ()
        self._dirty: tuple[Tensor, ...] = ()
        self._non_differentiable: tuple[Tensor, ...] = ()
        self._materialize = True
        #: weak: the node holds the context
        self._node: Callable[[], FunctionNode | None] | None = None
        self.needs_input_grad: tuple[bool, ...] = ()

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keep inputs or outputs for backward; a write to them in between is noticed."""
        for t in tensors:
            if t is not None and not isinstance(t, Tensor):
                raise TypeError(f"save_for_backward can only save tensors, but got {type(t).__name__}")
        self._to_save = tensors

    def save_for_forward(self, *tensors: Tensor | None) -> None:
        """Taken for compatibility: what it saves is for forward mode, which is not there."""

    def mark_dirty(self, *tensors: Tensor) -> None:
        """Say which inputs forward has written to; they have to be returned."""
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        """Say which outputs carry no gradient."""
        self._non_differentiable = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether backward gets zeros (the default) or None for outputs that no gradient reached."""
        self._materialize = value

    @property
    def saved_tensors(self) -> tuple[Tensor | None, ...]:
        """What forward saved.

        Raises
        ------
        RuntimeError
            If it was written to since, or the graph has been freed.
        """
        if self._node is None:
            return self._to_save
        node = self._node()
        if node is None:
            raise RuntimeError("the graph that saved these tensors is gone")
        return node.saved_tensors


class FunctionNode(Node):
    """The node of a user's function."""

    def __init__(self, cls: type[Function], ctx: FunctionCtx, inputs: tuple[Any, ...]) -> None:
        self.cls, self.ctx = cls, ctx
        self.sequence = next_sequence()
        self.edges = tuple(a._edge if isinstance(a, Tensor) else None for a in inputs)
        self.shapes = tuple(tuple(a.shape) if isinstance(a, Tensor) else None for a in inputs)
        self.dtypes = tuple(a.dtype if isinstance(a, Tensor) else None for a in inputs)
        self.saved: tuple[Any, ...] | None = ()
        self.layout: list[tuple[tuple[int, ...], Any, Any] | None] = []
        self.differentiable: list[bool] = []

    def name(self) -> str:
        return f"{self.cls.__name__}Backward"

    def free(self) -> None:
        if self.saved:
            self.saved = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "ctx":
            raise AttributeError(name)
        return getattr(self.ctx, name)  # what forward left on its context can be seen from outside

    def keep(self, tensors: tuple[Tensor | None, ...], outputs: list[Tensor]) -> None:
        """Save values with the versions they have now; an output is kept without its place in the graph (no cycle)."""
        kept: list[Any] = []
        for t in tensors:
            if t is None:
                kept.append(None)
                continue
            number = next((i for i, o in enumerate(outputs) if o is t), -1)
            kept.append((t._array, t._storage, t._storage.version, number, None if number >= 0 else t._edge))
        self.saved = tuple(kept)

    def result_edge(self, number: int) -> Node | None:
        """Where the gradient of a result goes."""
        if not self.differentiable[number]:
            return None
        return self if sum(self.differentiable) == 1 else Output(self, number, len(self.differentiable))

    @property
    def saved_tensors(self) -> tuple[Tensor | None, ...]:
        """The saved values, checked, with their place in the graph."""
        from arraygrad.autograd.representations import restore

        if self.saved is None:
            raise RuntimeError(
                "Trying to backward through the graph a second time (or directly access saved tensors after they have "
                "already been freed). Specify retain_graph=True if you need to backward through the graph a second "
                "time."
            )
        return tuple(None if s is None else restore(self, s) for s in self.saved)

    def backward(self, g: Any, xp: Any, unpack: Callable[..., Any]) -> Any:
        # The only result with a gradient hands it on as it is, several as a list.
        parts = g if g.__class__ is list else [g if smooth else None for smooth in self.differentiable]
        recorded = any(isinstance(p, Tensor) for p in parts)
        gradients: list[Tensor | None] = []
        for part, layout in zip(parts, self.layout, strict=True):
            if part is None and layout is not None and self.ctx._materialize:
                gradients.append(zeros(layout[0], dtype=layout[1], device=layout[2]))
            else:
                gradients.append(part if part is None or recorded else wrap(part, self.device))
        own = self.cls.backward is not Function.backward
        result = (self.cls.backward if own else self.cls.vjp)(self.ctx, *gradients)
        results = result if isinstance(result, tuple) else (result,)
        n = len(self.edges)
        if len(results) < n or any(r is not None for r in results[n:]):
            raise RuntimeError(
                f"function {self.name()} returned an incorrect number of gradients (expected {n}, got {len(results)})"
            )
        checked = [None if e is None else self._checked(results[i], i) for i, e in enumerate(self.edges)]
        return tuple(checked if recorded else [None if r is None else r._array for r in checked])

    def _checked(self, gradient: Any, i: int) -> Tensor | None:
        """A gradient that backward gave for argument i, in the argument's dtype."""
        if gradient is None:
            return None
        if not isinstance(gradient, Tensor):
            raise RuntimeError(f"expected Variable or None (got {type(gradient).__name__}) from {self.name()}")
        assert self.shapes is not None
        shape, given = self.shapes[i], tuple(gradient.shape)
        n = len(given) - len(shape)
        if n < 0 or any(have != want != 1 for have, want in zip(given[n:], shape, strict=True)):
            raise RuntimeError(
                f"Function {self.name()} returned an invalid gradient at index {i} - got {list(given)} but expected "
                f"shape compatible with {list(shape)}"
            )
        return gradient.to(self.dtypes[i])


class Function:
    """Base class of operations with a derivative of their own.

    Subclass it with two static methods, ``forward(ctx, *args)`` and ``backward(ctx, *grad_outputs)``, and call
    ``apply``. With a third, ``setup_context(ctx, inputs, output)``, forward takes no `ctx`.

    For `arraygrad.func.vmap` set ``generate_vmap_rule = True`` if forward and backward are written with tensor
    operations, or define ``vmap(info, in_dims, *args)``, which gets the batched arguments and gives the batched output
    and its batch dimensions. A static method ``jvp`` is not called: forward derivatives are derived from backward.

    Examples
    --------
    >>> import arraygrad as ag
    >>> class Square(ag.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         ctx.save_for_backward(x)
    ...         return x * x
    ...     @staticmethod
    ...     def backward(ctx, g):
    ...         (x,) = ctx.saved_tensors
    ...         return 2 * x * g
    >>> x = ag.tensor(3.0, requires_grad=True)
    >>> Square.apply(x).backward()
    >>> x.grad
    tensor(6.)
    """

    setup_context: Callable[..., None] | None = None
    #: Whether `arraygrad.func.vmap` may run forward and backward for a whole batch.
    generate_vmap_rule = False
    vmap: Callable[..., Any] | None = None

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        """The values; runs without recording."""
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """One gradient per argument of forward (None for what is no tensor), from one per output."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
            "backward mode AD."
        )

    #: Another name for `backward`.
    vjp = backward

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Functions are not called."""
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd "
            f"function with static forward method: {type(self).__name__}.apply(...)"
        )

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Run forward and record the call."""
        ctx = FunctionCtx()
        ctx.needs_input_grad = tuple(isinstance(a, Tensor) and a.requires_grad for a in args)
        recording = grad_enabled() and any(ctx.needs_input_grad)
        node = FunctionNode(cls, ctx, args) if recording else None
        if any(isinstance(a, Tensor) and a._storage.device.level for a in args):
            from arraygrad.autograd.mapped_function import mapped_forward

            output = mapped_forward(cls, args)
            with no_grad():
                cls.setup_context(ctx, args, output)  # type: ignore[misc]
        else:
            with no_grad():
                if cls.setup_context is None:
                    output = cls.forward(ctx, *args, **kwargs)
                else:
                    output = cls.forward(*args, **kwargs)
                    cls.setup_context(ctx, args, output)
        outputs = list(output) if isinstance(output, tuple) else [output]
        if node is None:
            return output
        return _record(node, ctx, args, outputs, isinstance(output, tuple))


def _record(node: FunctionNode, ctx: FunctionCtx, args: tuple[Any, ...], outputs: list[Any], several: bool) -> Any:
    from arraygrad.dispatch import attach

    given = {id(a) for a in args if isinstance(a, Tensor)}
    dirty = {id(t) for t in ctx._dirty}
    plain = {id(t) for t in ctx._non_differentiable}
    _check_dirty(ctx._dirty, outputs)
    saved_numbers = [next((i for i, o in enumerate(outputs) if o is t), None) for t in ctx._to_save]
    results: list[Any] = []
    differentiable: list[bool] = []
    for out in outputs:
        if not isinstance(out, Tensor):
            results.append(out)
            differentiable.append(False)
            continue
        differentiable.append(id(out) not in plain and out.dtype.is_differentiable)
        if id(out) in given and id(out) not in dirty:
            out = out.detach()  # an input handed through is a view with a history of its own
        results.append(out)
    tensors = [r for r in results if isinstance(r, Tensor)]
    node.device = (tensors or [a for a in args if isinstance(a, Tensor)])[0]._storage.device
    node.layout = [(tuple(r.shape), r.dtype, r.device) if isinstance(r, Tensor) else None for r in results]
    node.differentiable = differentiable
    node.keep(
        tuple(results[n] if n is not None else t for n, t in zip(saved_numbers, ctx._to_save, strict=True)),
        results,
    )
    ctx._to_save, ctx._node = (), ref(node)
    mode = grad_enabled()
    if mode is not True:
        mode.recorded(node, tensors)
    if any(differentiable):
        attach(node, results, differentiable)
        for out in tensors:
            if id(out) in dirty:
                out._generation += 1
    return tuple(results) if several else results[0]


def _check_dirty(dirty: tuple[Tensor, ...], outputs: list[Any]) -> None:
    for t in dirty:
        if not any(t is out for out in outputs):
            raise RuntimeError(
                "Some elements marked as dirty during the forward method were not returned as output. The inputs that "
                "are modified inplace must all be outputs of the Function."
            )
        if t.requires_grad and t._node is None:
            raise RuntimeError("a leaf Variable that requires grad has been used in an in-place operation.")


def once_differentiable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of a backward that cannot itself be differentiated: a second derivative raises."""

    @wraps(function)
    def call(ctx: Any, *grads: Any) -> Any:
        recorded = grad_enabled() and any(isinstance(g, Tensor) and g.requires_grad for g in grads)
        with no_grad():
            results = function(ctx, *grads)
        if not recorded:
            return results
        several = isinstance(results, tuple)
        made = tuple(
            _Refuse.apply(r, *[g for g in grads if isinstance(g, Tensor)]) if isinstance(r, Tensor) else r
            for r in (results if several else (results,))
        )
        return made if several else made[0]

    return call


class _Refuse(Function):
    """Passes a value on and raises when it is differentiated."""

    @staticmethod
    def forward(ctx: Any, value: Tensor, *grads: Tensor) -> Tensor:
        return value.clone()

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        raise RuntimeError("trying to differentiate twice a function that was marked with @once_differentiable")
