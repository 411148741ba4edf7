from __future__ import annotations
from typing import Any
from arraygrad.op import Array, op, IndexArray

@op(category="arith", standard="add", inplace=True, broadcasts=True)
def add(xp: Any, input: Array, other: Array, *, alpha: Any = 1) -> Array:
    return xp.add(input, other) if alpha == 1 else xp.add(input, other * alpha)
add.rule(input=lambda xp, g: g, other=lambda xp, g, alpha: g if alpha == 1 else g * alpha)
@op(category="arith", standard="subtract", inplace=True, broadcasts=True)
def sub(xp: Any, input: Array, other: Array, *, alpha: Any = 1) -> Array:
    return xp.subtract(input, other) if alpha == 1 else xp.subtract(input, other * alpha)
sub.rule(input=lambda xp, g: g, other=lambda xp, g, alpha: -g if alpha == 1 else -g * alpha)
@op(category="arith", standard="multiply", inplace=True, broadcasts=True)
def mul(xp: Any, input: Array, other: Array) -> Array:
    return xp.multiply(input, other)
mul.rule(input=lambda xp, g, other: g*other, other=lambda xp, g, input: g*input)
@op(category="sum", standard="sum")
def sum(xp: Any, input: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    return xp.sum(input, axis=dim, keepdims=keepdim)
sum.rule(input=lambda xp, g, dim, keepdim, input_shape: xp.broadcast_to(g, input_shape))
@op(category="float", standard="tanh", inplace=True)
def tanh(xp: Any, input: Array) -> Array:
    return xp.tanh(input)
tanh.rule(input=lambda xp, g, out: g * (1 - out * out))
