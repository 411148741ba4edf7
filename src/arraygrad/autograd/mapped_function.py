"""A user's function on tensors that hide a batch dimension."""

from __future__ import annotations

from typing import Any, NamedTuple

from arraygrad.autograd.function import Function, FunctionCtx
from arraygrad.autograd.modes import no_grad
from arraygrad.batching import Level, innermost
from arraygrad.tensor import Tensor

__all__ = ["VmapInfo", "mapped_forward"]


class VmapInfo(NamedTuple):
    """What a function's ``vmap`` is told.

    Attributes
    ----------
    batch_size : int
    randomness : str
        As given to `arraygrad.func.vmap`.
    """

    batch_size: int
    randomness: str


def mapped_forward(cls: type[Function], args: tuple[Any, ...]) -> Any:
    """The output of a function for a whole batch, computed and recorded on the level below.

    Raises
    ------
    RuntimeError
        If the function says neither or both of how that is to be done.
    """
    depth = max(a._storage.device.level for a in args if isinstance(a, Tensor))
    level = innermost()
    while level is not None and level.depth > depth:
        level = level.outer
    assert level is not None
    if cls.setup_context is None:
        raise RuntimeError(
            "In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must "
            f"override the setup_context staticmethod: {cls.__name__} does not"
        )
    if cls.generate_vmap_rule and cls.vmap is not None:
        raise RuntimeError(
            f"You tried to vmap over {cls.__name__}, but it has both generate_vmap_rule=True and an overridden vmap "
            "staticmethod. Please set generate_vmap_rule=False or delete the overridden vmap staticmethod"
        )
    if not cls.generate_vmap_rule and cls.vmap is None:
        raise RuntimeError(
            f"You tried to vmap over {cls.__name__}, but it does not have vmap support. Please override and implement "
            "the vmap staticmethod or set generate_vmap_rule=True."
        )
    inner, dims = [], []
    for a in args:
        array = a._array if isinstance(a, Tensor) and a._storage.device.level == depth else None
        inner.append(a if array is None else array.tensor)
        dims.append(0 if array is not None and array.batched else None)
    with level.below():
        if cls.vmap is not None:
            output, out_dims = cls.vmap(VmapInfo(level.size, level.randomness), tuple(dims), *inner)
        else:
            output, out_dims = _generated(cls, level, tuple(dims)).apply(*inner), 0
    if not isinstance(output, tuple):
        return _wrapped(level, output, out_dims)
    each = out_dims if isinstance(out_dims, tuple) else (out_dims,) * len(output)
    return tuple(_wrapped(level, o, d) for o, d in zip(output, each, strict=True))


def _wrapped(level: Level, output: Any, dim: int | None) -> Any:
    if not isinstance(output, Tensor):
        return output
    return level.lift(output) if dim is None else level.batched(output, dim)


def _generated(cls: type[Function], outer: Level, dims: tuple[int | None, ...]) -> type[Function]:
    """A function of batched tensors whose forward and backward are those of `cls`, mapped over the batch."""
    size, randomness = outer.size, outer.randomness

    def enter(level: Level, values: Any) -> list[Any]:
        return [v if d is None else level.batched(v) for v, d in zip(values, dims, strict=True)]

    def leave(level: Level, output: Any) -> Any:
        if isinstance(output, tuple):
            return tuple(leave(level, o) for o in output)
        return level.unbatched(output) if isinstance(output, Tensor) else output

    def context(level: Level, inputs: Any, output: Any) -> FunctionCtx:
        """The context that `setup_context` of `cls` leaves for one example."""
        ctx = FunctionCtx()
        outputs = [level.batched(o) if isinstance(o, Tensor) else o for o in output]
        with no_grad():
            assert cls.setup_context is not None
            cls.setup_context(ctx, tuple(enter(level, inputs)), tuple(outputs) if len(outputs) > 1 else outputs[0])
        if ctx._dirty:
            raise RuntimeError(f"{cls.__name__}: mark_dirty is not supported with generate_vmap_rule=True")
        ctx._plain = tuple(any(o is t for t in ctx._non_differentiable) for o in outputs)  # type: ignore[attr-defined]
        return ctx

    class Generated(Function):
        @staticmethod
        def forward(*values: Any) -> Any:
            with Level(size, randomness) as level:
                return leave(level, cls.forward(*enter(level, values)))

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            outputs = output if isinstance(output, tuple) else (output,)
            with Level(size, randomness) as level:
                inner = context(level, inputs, outputs)
            ctx.set_materialize_grads(inner._materialize)
            ctx.mark_non_differentiable(*(o for o, plain in zip(outputs, inner._plain, strict=True) if plain))  # type: ignore[attr-defined]
            values = (*inputs, *outputs)
            ctx.rest = [None if isinstance(v, Tensor) else v for v in values]
            ctx.count = len(inputs)
            ctx.save_for_backward(*(v if isinstance(v, Tensor) else None for v in values))

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            values = [r if s is None else s for s, r in zip(ctx.saved_tensors, ctx.rest, strict=True)]
            inputs, outputs = values[: ctx.count], values[ctx.count :]
            with Level(size, randomness) as level:
                inner = context(level, inputs, outputs)
                inner.needs_input_grad = ctx.needs_input_grad
                result = cls.backward(inner, *(g if g is None else level.batched(g) for g in gradients))
                results = result if isinstance(result, tuple) else (result,)
                summed = []
                for g, d in zip(results, dims, strict=False):
                    g = leave(level, g)
                    summed.append(g.sum(0) if isinstance(g, Tensor) and d is None else g)
            return tuple(summed)

    Generated.__name__ = cls.__name__
    return Generated
