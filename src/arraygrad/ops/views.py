"""View ops: pairs of get and put, with the strides that say what shares memory.

The public functions (`select`, `transpose`, `unsqueeze`, ...) are in `arraygrad.views`; here are the few lenses that
they come down to.
"""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.lens import contiguous_strides, reshaped_strides
from arraygrad.op import Array, Op, op

Shape = tuple[int, ...]

# Views of part of the base: put keeps the rest of it.


@op(view=True, faces=())
def getitem(xp: Any, input: Array, key: tuple[Any, ...]) -> Array:
    """Basic indexing with one integer, slice or None per dimension and a final Ellipsis."""
    return input[key]


@op(faces=())
def put_item(xp: Any, input: Array, value: Array, key: tuple[Any, ...]) -> Array:
    """A copy of `input` in which the part at `key` is `value`."""
    return xp.write(xp.copy(input), key, value)


@op(faces=())
def spread_item(xp: Any, input: Array, shape: Shape, key: tuple[Any, ...]) -> Array:
    """Zeros of `shape` in which the part at `key` is `input`."""
    return xp.write(xp.zeros(shape, dtype=input.dtype), key, input)


getitem.rule(input=lambda xp, g, input_shape, key: xp.spread_item(g, input_shape, key))
spread_item.rule(input=lambda xp, g, key: xp.getitem(g, key))
put_item.rule(
    input=lambda xp, g, key: xp.put_item(g, xp.zeros_like(xp.getitem(g, key)), key),
    value=lambda xp, g, key: xp.getitem(g, key),
)


def _getitem_strides(shape: Shape, strides: Shape, key: tuple[Any, ...]) -> tuple[Shape, int]:
    result: list[int] = []
    offset, dim = 0, 0
    for k in key:
        if k is None:
            result.append(1)
        elif isinstance(k, int):
            offset += (k + shape[dim] if k < 0 else k) * strides[dim]
            dim += 1
        elif isinstance(k, slice):
            start, _, step = k.indices(shape[dim])
            offset += start * strides[dim]
            result.append(step * strides[dim])
            dim += 1
    return (*result, *strides[dim:]), offset


# Views of the whole base: put is the inverse of get, and nothing of the old base is left.


@op(view=True, faces=())
def permute_dims(xp: Any, input: Array, dims: tuple[int, ...]) -> Array:
    """Reorder dimensions."""
    return xp.permute_dims(input, dims)


@op(faces=())
def put_permuted(xp: Any, input: Array, value: Array, dims: tuple[int, ...]) -> Array:
    """The base whose permuted view is `value`."""
    return xp.permute_dims(value, _inverse(dims))


def _inverse(dims: tuple[int, ...]) -> tuple[int, ...]:
    result = [0] * len(dims)
    for i, d in enumerate(dims):
        result[d] = i
    return tuple(result)


permute_dims.rule(input=lambda xp, g, dims: xp.permute_dims(g, _inverse(dims)))
put_permuted.rule(value=lambda xp, g, dims: xp.permute_dims(g, dims))


@op(view=True, faces=())
def view(xp: Any, input: Array, shape: Shape) -> Array:
    """Another shape over the same memory."""
    return xp.reshape(input, shape)


@op(faces=())
def put_reshaped(xp: Any, input: Array, value: Array, *_: Any) -> Array:
    """The base whose reshaped view is `value`."""
    return xp.reshape(value, tuple(input.shape))


view.rule(input=lambda xp, g, input_shape: xp.reshape(g, input_shape))
put_reshaped.rule(value=lambda xp, g, value_shape: xp.reshape(g, value_shape))


@op(view=True, faces=())
def unsqueeze(xp: Any, input: Array, dim: int) -> Array:
    """A new dimension of size one."""
    return xp.expand_dims(input, axis=dim)


@op(view=True, faces=())
def squeeze(xp: Any, input: Array, dims: tuple[int, ...]) -> Array:
    """Drop dimensions of size one."""
    return xp.squeeze(input, axis=dims)


unsqueeze.rule(input=lambda xp, g, input_shape: xp.reshape(g, input_shape))
squeeze.rule(input=lambda xp, g, input_shape: xp.reshape(g, input_shape))


@op(view=True, broadcasts=True, faces=())
def expand(xp: Any, input: Array, shape: Shape) -> Array:
    """Repeat dimensions of size one without copying."""
    return xp.broadcast_to(input, shape)


expand.rule(input=lambda xp, g: g)


# Views in another dtype. A backend with mutable arrays has kernels for the two: memory is shared below the standard.


def _pairs(xp: Any, z: Any) -> Any:
    """Real and imaginary parts along a last dimension."""
    return xp.stack([xp.real(z), xp.imag(z)], axis=-1)


def _joined(xp: Any, pairs: Any) -> Any:
    """Complex numbers from a last dimension of real and imaginary parts."""
    return xp.complex(pairs[..., 0], pairs[..., 1])


@op(view=True, faces=())
def view_as_real(xp: Any, input: Array) -> Array:
    """Complex numbers as pairs of real ones."""
    return _pairs(xp, input)


@op(view=True, faces=())
def view_as_complex(xp: Any, input: Array) -> Array:
    """Pairs of real numbers, which lie side by side, as complex ones."""
    return _joined(xp, input)


@op(faces=())
def put_pairs(xp: Any, input: Array, value: Array) -> Array:
    """The complex base whose view as pairs is `value`."""
    return _joined(xp, value)


@op(faces=())
def put_complex(xp: Any, input: Array, value: Array) -> Array:
    """The base of pairs whose view as complex numbers is `value`."""
    return _pairs(xp, value)


view_as_real.rule(input=lambda xp, g: _joined(xp, g))
view_as_complex.rule(input=lambda xp, g: _pairs(xp, g))
put_pairs.rule(value=lambda xp, g: _pairs(xp, g))
put_complex.rule(value=lambda xp, g: _joined(xp, g))


def _expand_strides(shape: Shape, strides: Shape, new: Shape) -> tuple[Shape, int]:
    extra = len(new) - len(shape)
    return (
        *(0 for _ in range(extra)),
        *(0 if n == 1 and m != 1 else s for n, s, m in zip(shape, strides, new[extra:], strict=True)),
    ), 0


def _squeeze_strides(shape: Shape, strides: Shape, dims: tuple[int, ...]) -> tuple[Shape, int]:
    return tuple(s for i, s in enumerate(strides) if i not in dims), 0


def _unsqueeze_strides(shape: Shape, strides: Shape, dim: int) -> tuple[Shape, int]:
    step = shape[dim] * strides[dim] if dim < len(shape) else 1
    return (*strides[:dim], step, *strides[dim:]), 0


def _view_strides(shape: Shape, strides: Shape, new: Shape) -> tuple[Shape, int]:
    return reshaped_strides(shape, strides, new) or contiguous_strides(new), 0


def _lens(get: Op, put: Op | None, strides: Any, parts: float = 1) -> None:
    get.put, get.strides, get.parts = put, strides, parts


_lens(getitem, put_item, _getitem_strides)
_lens(permute_dims, put_permuted, lambda shape, strides, dims: (tuple(strides[d] for d in dims), 0))
_lens(view, put_reshaped, _view_strides)
_lens(unsqueeze, put_reshaped, _unsqueeze_strides)
_lens(squeeze, put_reshaped, _squeeze_strides)
_lens(expand, None, _expand_strides)
_lens(view_as_real, put_pairs, lambda shape, strides: ((*(2 * s for s in strides), 1), 0), parts=2)
_lens(view_as_complex, put_complex, lambda shape, strides: (tuple(s // 2 for s in strides[:-1]), 0), parts=0.5)

_ALL = slice(None)

getitem.cases(
    case(real(3, 4), (1, Ellipsis)),
    case(real(3, 4), (_ALL, slice(0, 4, 2), Ellipsis)),
    case(real(2, 3, 4), (-1, slice(1, None), None, 2, Ellipsis)),
    case(real(3), (0, Ellipsis)),
    case(real(), (None, Ellipsis)),
    case(real(0, 3), (_ALL, 1, Ellipsis)),
    case(real(3, 4), (slice(2, 2), Ellipsis)),
)
put_item.cases(case(real(3, 4), real(4), (1, Ellipsis)), case(real(3, 4), real(3, 2), (_ALL, slice(0, 4, 2), Ellipsis)))
spread_item.cases(case(real(4), (3, 4), (1, Ellipsis)), case(real(3, 2), (3, 4), (_ALL, slice(1, 4, 2), Ellipsis)))
permute_dims.cases(case(real(2, 3, 4), (2, 0, 1)), case(real(), ()), case(real(0, 3), (1, 0)))
put_permuted.cases(case(real(2, 3, 4), real(4, 2, 3), (2, 0, 1)))
view.cases(case(real(3, 4), (2, 6)), case(real(), (1, 1)), case(real(1), ()), case(real(0, 3), (3, 0)))
put_reshaped.cases(case(real(3, 4), real(2, 6)), case(real(), real(1, 1)))
unsqueeze.cases(case(real(3, 4), 1), case(real(), 0), case(real(0, 3), 2))
squeeze.cases(case(real(1, 3, 1), (0, 2)), case(real(3, 4), ()), case(real(1, 0), (0,)))
expand.cases(case(real(3, 1), (2, 3, 4)), case(real(), (3,)), case(real(1, 3), (0, 3)))
view_as_real.cases(case(complexes(3, 4)), case(complexes()))
view_as_complex.cases(case(real(3, 2)))
