"""Convolution in any number of dimensions and its two adjoints.

The three operations are linear in each argument and are each other's derivatives:

* `convolution` (input, weight) -> output,
* `convolution_input_grad` (gradient of the output, weight) -> gradient of the input,
* `convolution_weight_grad` (gradient of the output, input) -> gradient of the weight.

Shapes: input (N, C, *S), weight (O, C / groups, *K), output (N, O, *P). The parameters `stride`, `padding` and
`dilation` are tuples with an integer for each spatial dimension; padding is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj

Ints = tuple[int, ...]


def _padded(xp: Any, x: Any, pairs: Sequence[tuple[int, int]]) -> Any:
    """Zeros around the spatial dimensions; negative amounts cut off."""
    if any(low < 0 or high < 0 for low, high in pairs):
        cut = tuple(slice(max(-low, 0), n - max(-high, 0)) for n, (low, high) in zip(x.shape[2:], pairs, strict=True))
        x = x[(slice(None), slice(None), *cut)]
        pairs = [(max(low, 0), max(high, 0)) for low, high in pairs]
    if not any(low or high for low, high in pairs):
        return x
    sizes = [n + low + high for n, (low, high) in zip(x.shape[2:], pairs, strict=True)]
    inside = tuple(slice(low, low + n) for n, (low, _) in zip(x.shape[2:], pairs, strict=True))
    return xp.write(xp.zeros((*x.shape[:2], *sizes), dtype=x.dtype), (slice(None), slice(None), *inside), x)


def _columns(xp: Any, x: Any, kernel: Ints, stride: Ints, dilation: Ints, groups: int) -> tuple[Any, Ints]:
    """What each position of the kernel sees: shape (N, groups, C / groups * prod(K), prod(P)), and P."""
    out = tuple(
        (n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation, strict=True)
    )
    n, channels = x.shape[0], x.shape[1]
    seen = []
    for offset in product(*map(range, kernel)):
        key = tuple(
            slice(o * d, o * d + (p - 1) * s + 1, s) for o, d, p, s in zip(offset, dilation, out, stride, strict=True)
        )
        seen.append(xp.reshape(x[(slice(None), slice(None), *key)], (n, groups, channels // groups, prod(out))))
    columns = xp.stack(seen, axis=3) if len(seen) > 1 else xp.expand_dims(seen[0], axis=3)
    return xp.reshape(columns, (n, groups, channels // groups * len(seen), prod(out))), out


def _convolved(
    xp: Any, x: Any, weight: Any, stride: Ints, pairs: Sequence[tuple[int, int]], dilation: Ints, groups: int
) -> Any:
    columns, out = _columns(xp, _padded(xp, x, pairs), tuple(weight.shape[2:]), stride, dilation, groups)
    rows = weight.shape[0] // groups
    kernels = xp.reshape(weight, (1, groups, rows, prod(weight.shape[1:])))
    return xp.reshape(xp.matmul(kernels, columns), (x.shape[0], weight.shape[0], *out))


@op(faces=())
def convolution(
    xp: Any, input: Array, weight: Array, *, stride: Ints, padding: Ints, dilation: Ints, groups: int
) -> Array:
    """Sums of products of the weight with what it sees at each place of the input."""
    return _convolved(xp, input, weight, stride, [(p, p) for p in padding], dilation, groups)


@op(faces=())
def convolution_input_grad(
    xp: Any,
    grad: Array,
    weight: Array,
    *,
    input_shape: Ints,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: int,
) -> Array:
    """Adjoint of `convolution` in the input: each output is spread over the places it was computed from."""
    channels, sizes, kernel = input_shape[1], input_shape[2:], tuple(weight.shape[2:])
    if any(s > 1 for s in stride):
        spread = tuple((n - 1) * s + 1 for n, s in zip(grad.shape[2:], stride, strict=True))
        steps = tuple(slice(0, n, s) for n, s in zip(spread, stride, strict=True))
        grad = xp.write(
            xp.zeros((*grad.shape[:2], *spread), dtype=grad.dtype), (slice(None), slice(None), *steps), grad
        )
    rows = weight.shape[0] // groups
    turned = xp.reshape(weight, (groups, rows, channels // groups, *kernel))
    turned = xp.permute_dims(turned, (0, 2, 1, *range(3, 3 + len(kernel))))
    turned = xp.flip(xp.reshape(turned, (channels, rows, *kernel)), axis=tuple(range(2, 2 + len(kernel))))
    pairs = []
    for size, n, k, p, d in zip(sizes, grad.shape[2:], kernel, padding, dilation, strict=True):
        low = d * (k - 1) - p
        pairs.append((low, size - n - low + d * (k - 1)))
    return _convolved(xp, grad, turned, (1,) * len(kernel), pairs, dilation, groups)


@op(faces=())
def convolution_weight_grad(
    xp: Any,
    grad: Array,
    input: Array,
    *,
    weight_shape: Ints,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: int,
) -> Array:
    """Adjoint of `convolution` in the weight: the products of outputs with what they were computed from."""
    sizes = [
        d * (k - 1) + 1 + (n - 1) * s
        for k, n, s, d in zip(weight_shape[2:], grad.shape[2:], stride, dilation, strict=True)
    ]
    # Only what some output has seen takes part.
    pairs = [(p, size - n - p) for p, size, n in zip(padding, sizes, input.shape[2:], strict=True)]
    columns, _ = _columns(xp, _padded(xp, input, pairs), tuple(weight_shape[2:]), stride, dilation, groups)
    n, rows = grad.shape[0], weight_shape[0] // groups
    gradients = xp.reshape(grad, (n, groups, rows, prod(grad.shape[2:])))
    gradients = xp.reshape(xp.permute_dims(gradients, (1, 2, 0, 3)), (groups, rows, n * prod(grad.shape[2:])))
    columns = xp.reshape(xp.permute_dims(columns, (1, 0, 3, 2)), (groups, gradients.shape[2], columns.shape[2]))
    return xp.reshape(xp.matmul(gradients, columns), tuple(weight_shape))


@op(faces=())
def biased_convolution(
    xp: Any, input: Array, weight: Array, bias: Array, *, stride: Ints, padding: Ints, dilation: Ints, groups: int
) -> Array:
    """`convolution` plus a number for each channel of the output."""
    out = xp.convolution(input, weight, stride=stride, padding=padding, dilation=dilation, groups=groups)
    out += xp.reshape(bias, (bias.shape[0],) + (1,) * len(stride))
    return out


@op(composite=True, faces=())
def channel_sums(xp: Any, input: Array) -> Array:
    """Sums over all dimensions but the second."""
    return xp.sum(input, axis=(0, *range(2, input.ndim)))


channel_sums.cases(case(real(2, 3, 4)), case(real(2, 3, 4, 5)))


def _input_grad(xp: Any, g: Any, weight: Any, input_shape: Ints, **how: Any) -> Any:
    return xp.convolution_input_grad(g, conj(xp, weight), input_shape=tuple(input_shape), **how)


def _weight_grad(xp: Any, g: Any, input: Any, weight_shape: Ints, **how: Any) -> Any:
    return xp.convolution_weight_grad(g, conj(xp, input), weight_shape=tuple(weight_shape), **how)


_RULES: dict[str, Any] = {
    "input": lambda xp, g, weight, input_shape, stride, padding, dilation, groups: _input_grad(
        xp, g, weight, input_shape, stride=stride, padding=padding, dilation=dilation, groups=groups
    ),
    "weight": lambda xp, g, input, weight_shape, stride, padding, dilation, groups: _weight_grad(
        xp, g, input, weight_shape, stride=stride, padding=padding, dilation=dilation, groups=groups
    ),
}
convolution.rule(**_RULES)
biased_convolution.rule(**_RULES, bias=lambda xp, g: xp.channel_sums(g))
biased_convolution.node_name = convolution.node_name
convolution_input_grad.rule(
    grad=lambda xp, g, weight, stride, padding, dilation, groups: xp.convolution(
        g, conj(xp, weight), stride=stride, padding=padding, dilation=dilation, groups=groups
    ),
    weight=lambda xp, g, grad, weight_shape, stride, padding, dilation, groups: xp.convolution_weight_grad(
        conj(xp, grad),
        g,
        weight_shape=tuple(weight_shape),
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    ),
)
convolution_weight_grad.rule(
    grad=lambda xp, g, input, stride, padding, dilation, groups: xp.convolution(
        conj(xp, input), g, stride=stride, padding=padding, dilation=dilation, groups=groups
    ),
    input=lambda xp, g, grad, input_shape, stride, padding, dilation, groups: xp.convolution_input_grad(
        conj(xp, grad),
        g,
        input_shape=tuple(input_shape),
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    ),
)
_SAMPLES: tuple[tuple[Ints, Ints, dict[str, Any]], ...] = (
    ((2, 3, 5), (4, 3, 2), {"stride": (1,), "padding": (0,), "dilation": (1,), "groups": 1}),
    ((2, 3, 6, 5), (4, 3, 3, 2), {"stride": (2, 1), "padding": (1, 1), "dilation": (1, 2), "groups": 1}),
    ((2, 4, 5, 5), (6, 2, 2, 2), {"stride": (2, 2), "padding": (0, 0), "dilation": (1, 1), "groups": 2}),
    ((1, 2, 3, 4, 3), (2, 2, 2, 2, 2), {"stride": (1, 2, 1), "padding": (1, 0, 0), "dilation": (1, 1, 1), "groups": 1}),
)
for _input, _weight, _how in _SAMPLES:
    _out = tuple(
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(
            _input[2:], _weight[2:], _how["stride"], _how["padding"], _how["dilation"], strict=True
        )
    )
    _grad = real(_input[0], _weight[0], *_out)
    convolution.cases(case(real(*_input), real(*_weight), **_how))
    biased_convolution.cases(case(real(*_input), real(*_weight), real(_weight[0]), **_how))
    convolution_input_grad.cases(case(_grad, real(*_weight), input_shape=_input, **_how))
    convolution_weight_grad.cases(case(_grad, real(*_input), weight_shape=_weight, **_how))
