"""Trading time for memory: values that the backward pass needs are computed again instead of being kept.

Examples
--------
>>> import arraygrad as ag
>>> from arraygrad.utils.checkpoint import checkpoint
>>> x = ag.tensor([0.0, 1.0], requires_grad=True)
>>> y = checkpoint(lambda x: (x.sin() * x).exp(), x, use_reentrant=False)
>>> y.sum().backward()  # sin, mul and exp run once more
>>> x.grad
tensor([0.0000, 3.2054])
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import arraygrad as ag
from arraygrad.autocasting import autocasting, set_autocasting
from arraygrad.autograd.graph import saved_tensors_hooks
from arraygrad.autograd.passes import is_whole_pass
from arraygrad.tensor import Tensor

__all__ = [
    "CheckpointError",
    "CheckpointFunction",
    "checkpoint",
    "checkpoint_sequential",
    "noop_context_fn",
    "set_checkpoint_early_stop",
]

_early_stop: list[bool] = []


class CheckpointError(RuntimeError):
    """Computing again gave other values to save than the first time."""


class _Enough(Exception):
    """Everything that is needed has been computed again."""


def noop_context_fn() -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
    """Contexts that do nothing."""
    return nullcontext(), nullcontext()


@contextmanager
def set_checkpoint_early_stop(enable: bool) -> Iterator[None]:
    """Context that says whether checkpoints made in it stop computing again as soon as they have what they need."""
    _early_stop.append(enable)
    try:
        yield
    finally:
        _early_stop.pop()


class _Surroundings:
    """What a call depends on beside its arguments: the place in the stream of random numbers, and autocasting."""

    def __init__(self, kept: bool) -> None:
        self._state = ag.get_rng_state() if kept else None
        casts = autocasting()
        self._casts = None if casts is None else casts.afresh()

    @contextmanager
    def again(self) -> Iterator[None]:
        before = autocasting()
        with ag.random.fork_rng(enabled=self._state is not None):
            if self._state is not None:
                ag.set_rng_state(self._state)
            set_autocasting(self._casts)
            try:
                yield
            finally:
                set_autocasting(before)


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], tuple[AbstractContextManager[Any], AbstractContextManager[Any]]] = noop_context_fn,
    determinism_check: str = "default",
    debug: bool = False,
    early_stop: bool = True,
    **kwargs: Any,
) -> Any:
    """Call a function without keeping what its backward pass needs; that pass calls it again.

    Parameters
    ----------
    function : callable
        Has to do the same again. It is called with `args` and `kwargs`.
    use_reentrant : bool
        False: values are computed again when the first of them is needed; everything else is as without a checkpoint.
        True: the function runs without recording, and its backward is a backward pass within the pass. Then at least
        one argument has to require gradients, gradients of tensors in nested structures are lost, and `autograd.grad`
        and ``backward(inputs=...)`` raise.
    context_fn : callable
        Gives two contexts, for the first call and for calling again. Only with ``use_reentrant=False``.
    determinism_check : {"default", "none"}
        Whether shapes, dtypes and devices of what is computed again are compared.
    debug : bool
        Taken for compatibility.
    early_stop : bool
        Stop calling again as soon as all that is needed is there.
    preserve_rng_state : bool
        Draw the same random numbers again; true by default.

    Raises
    ------
    CheckpointError
        In the backward pass, if calling again saved other values.
    ValueError
        If an argument does not go with ``use_reentrant=True``.

    Notes
    -----
    Checkpoints nest. Without `use_reentrant` a graph that is retained is computed again in every pass.
    """
    if use_reentrant is None:
        warnings.warn(
            "checkpoint: the use_reentrant parameter should be passed explicitly; use_reentrant=False is recommended. "
            "The default is use_reentrant=True",
            stacklevel=2,
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if not use_reentrant:
        stop = _early_stop[-1] if _early_stop else early_stop
        return _hooked(function, args, kwargs, preserve, context_fn, determinism_check, stop)
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    if context_fn is not noop_context_fn or debug is not False:
        raise ValueError("Passing `context_fn` or `debug` is only supported when use_reentrant=False.")
    return CheckpointFunction.apply(function, preserve, *args)


# -- within the pass ---------------------------------------------------------------------------------------------


class CheckpointFunction(ag.autograd.Function):
    """A call whose backward is a backward pass over the same call, recorded this time."""

    @staticmethod
    def forward(ctx: Any, function: Callable[..., Any], preserve: bool, *args: Any) -> Any:
        if not any(isinstance(a, Tensor) and a.requires_grad for a in args):
            warnings.warn("None of the inputs have requires_grad=True. Gradients will be None", stacklevel=3)
        ctx.function, ctx.surroundings = function, _Surroundings(preserve)
        ctx.others = [None if isinstance(a, Tensor) else a for a in args]
        ctx.save_for_backward(*(a if isinstance(a, Tensor) else None for a in args))
        return function(*args)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        if not is_whole_pass():
            raise RuntimeError(
                "When use_reentrant=True, checkpoint is incompatible with .grad() or passing an `inputs` parameter to "
                ".backward(). To resolve this error, you can either set use_reentrant=False, or call .backward() "
                "without passing the `inputs` argument."
            )
        args = [
            other if t is None else t.detach().requires_grad_(t.requires_grad)
            for t, other in zip(ctx.saved_tensors, ctx.others, strict=True)
        ]
        with ctx.surroundings.again(), ag.enable_grad():
            output = ctx.function(*args)
        outputs = output if isinstance(output, tuple) else (output,)
        pairs = [
            (o, g)
            for o, g in zip(outputs, gradients, strict=True)
            if isinstance(o, Tensor) and o.requires_grad and g is not None
        ]
        if not pairs:
            raise RuntimeError("none of output has requires_grad=True, this checkpoint() is not necessary")
        ag.autograd.backward([o for o, _ in pairs], [g for _, g in pairs])
        return (None, None, *(a.grad if isinstance(a, Tensor) else None for a in args))


# -- by hooks ----------------------------------------------------------------------------------------------------


class _KeptInputs(ag.autograd.Function):
    """Lets the graph save a call's arguments, so that an outer checkpoint can drop and restore them like any value."""

    @staticmethod
    def forward(ctx: Any, anchor: Tensor, *args: Tensor) -> Tensor:
        ctx.save_for_backward(*args)
        return anchor * 1

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        raise RuntimeError("the arguments of a checkpoint have no gradient here")


class _Region:
    """One checkpointed call: what it saves is numbered, and computed again when it is asked for."""

    def __init__(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: dict[str, Any],
        surroundings: _Surroundings,
        context: AbstractContextManager[Any],
        compared: bool,
        early_stop: bool,
    ) -> None:
        self.function, self.kwargs, self.surroundings, self.context = function, kwargs, surroundings, context
        self.compared, self.early_stop = compared, early_stop
        self.others = [None if isinstance(a, Tensor) else a for a in args]
        anchor = ag.zeros(0, requires_grad=True)
        tensors = [a for a in args if isinstance(a, Tensor)]
        self.inputs: Any = _KeptInputs.apply(anchor, *tensors).grad_fn
        self.positions = [i for i, a in enumerate(args) if isinstance(a, Tensor)]
        #: per value that was saved: shape, dtype, device
        self.kinds: list[tuple[Any, ...]] = []
        self.values: dict[int, Tensor] = {}

    def pack(self, value: Tensor) -> int:
        self.kinds.append(_kind(value))
        return len(self.kinds) - 1

    def unpack(self, number: int) -> Tensor:
        if number not in self.values:
            self.recompute()
        return self.values.pop(number)

    def recompute(self) -> None:
        """Call the function again and take what it saves.

        Raises
        ------
        CheckpointError
            If that is not what it saved the first time.
        """
        args = list(self.others)
        for i, t in zip(self.positions, self.inputs.saved_tensors, strict=True):
            args[i] = t
        values: dict[int, Tensor] = {}
        count = 0

        def pack(value: Tensor) -> int:
            nonlocal count
            number = count
            count += 1
            if number < len(self.kinds):
                values[number] = value
            if self.early_stop and count == len(self.kinds):
                raise _Enough
            return number

        def unpack(number: int) -> Tensor:  # a backward pass inside of the function
            return values[number]

        try:
            with self.surroundings.again(), self.context, ag.enable_grad(), saved_tensors_hooks(pack, unpack):
                self.function(*args, **self.kwargs)
        except _Enough:
            pass
        self.check(values, count)
        self.values = values

    def check(self, values: dict[int, Tensor], count: int) -> None:
        if count != len(self.kinds):
            raise CheckpointError(
                "checkpoint: A different number of tensors was saved during the original forward and recomputation.\n"
                f"Number of tensors saved during forward: {len(self.kinds)}\n"
                f"Number of tensors saved during recomputation: {count}"
            )
        if not self.compared:
            return
        for number, first in enumerate(self.kinds):
            again = _kind(values[number])
            if again != first:
                raise CheckpointError(
                    "checkpoint: Recomputed values for the following tensors have different metadata than during the "
                    f"forward pass.\ntensor at position {number}: saved {first}, recomputed {again}"
                )


def _kind(value: Tensor) -> tuple[Any, ...]:
    return tuple(value.shape), value.dtype, value.device


def _hooked(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    preserve: bool,
    context_fn: Callable[[], tuple[AbstractContextManager[Any], AbstractContextManager[Any]]],
    determinism_check: str,
    early_stop: bool,
) -> Any:
    if determinism_check not in ("default", "none"):
        raise ValueError(f"determinism_check should be one of ['default', 'none'], but got {determinism_check}")
    first, again = context_fn()
    if not ag.is_grad_enabled():
        with first:
            return function(*args, **kwargs)
    surroundings = _Surroundings(preserve)
    region = _Region(function, args, kwargs, surroundings, again, determinism_check == "default", early_stop)
    with first, saved_tensors_hooks(region.pack, region.unpack):
        return function(*args, **kwargs)


# -- a chain -----------------------------------------------------------------------------------------------------


def checkpoint_sequential(
    functions: Any, segments: int, input: Any, use_reentrant: bool | None = None, **kwargs: Any
) -> Any:
    """Call functions one after the other, in segments that are checkpointed each, but for the last one.

    Parameters
    ----------
    functions : nn.Sequential or sequence of callable
    segments : int
        Number of segments.
    input
        The first function's argument.
    use_reentrant, preserve_rng_state : bool
        As for `checkpoint`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.utils.checkpoint import checkpoint_sequential
    >>> x = ag.ones(2, requires_grad=True)
    >>> checkpoint_sequential([ag.exp, ag.sin, ag.cos], 2, x, use_reentrant=False).sum().backward()
    """
    if use_reentrant is None:
        warnings.warn(
            "checkpoint_sequential: the use_reentrant parameter should be passed explicitly; use_reentrant=False is "
            "recommended. The default is use_reentrant=True",
            stacklevel=2,
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    calls = list(functions.children()) if isinstance(functions, ag.nn.Sequential) else list(functions)
    length = len(calls) // segments

    def chain(part: list[Callable[..., Any]]) -> Callable[[Any], Any]:
        def run(value: Any) -> Any:
            for call in part:
                value = call(value)
            return value

        return run

    for start in range(0, length * (segments - 1), length or 1):
        input = checkpoint(
            chain(calls[start : start + length]), input, use_reentrant=use_reentrant, preserve_rng_state=preserve
        )
    return chain(calls[length * (segments - 1) :])(input)
