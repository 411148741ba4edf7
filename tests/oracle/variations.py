"""Calls made from good ones: special values, ties, arguments that may not fit. PyTorch says which are errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from .inputs import Call, mapped

SPECIAL = (float("inf"), -0.0, 1.0, float("nan"), -float("inf"), 0.0, -1.0, 0.5, 1e20, -2.5, 3.0)
TIES = (1.0, 0.0, -1.0, 0.0, 2.0, 1.0, -2.0)


def _is_real(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.dtype.is_floating_point


def _filled(value: Any, values: tuple[float, ...]) -> Any:
    if not _is_real(value):
        return value
    count = value.numel()
    numbers = torch.tensor((values * (count // len(values) + 1))[:count], dtype=value.dtype)
    return numbers.reshape(value.shape).requires_grad_(value.requires_grad)


def special(call: Call) -> Call:
    """The call with infinities, NaN and both zeros in place of its real numbers."""
    return call.replaced(lambda all: mapped(all, lambda v: _filled(v, SPECIAL)))


def ties(call: Call) -> Call:
    """The call with small whole numbers, many of them equal, where kinks and ties lie."""
    return call.replaced(lambda all: mapped(all, lambda v: _filled(v, TIES)))


def detached(call: Call) -> Call:
    """The call without gradients."""
    return call.replaced(lambda all: mapped(all, lambda v: v.detach() if isinstance(v, torch.Tensor) else v))


def _other_tensors(t: torch.Tensor) -> Iterator[Any]:
    yield t.unsqueeze(0)
    yield t.to(torch.int64 if t.dtype.is_floating_point else torch.float64)
    yield t.to(torch.bool)
    yield t.to(torch.complex128)
    yield t.to(torch.float32)
    if t.ndim:
        yield torch.cat([t, t[..., :1]], dim=-1)
        yield t[..., :0]
        if t.numel():
            yield t.reshape(-1)[0]
            yield t[0]
    yield None
    yield "text"
    yield [[1.0, 2.0], [3.0]]


def _others(value: Any) -> Iterator[Any]:
    """What may stand in an argument's place, and what may not."""
    if isinstance(value, torch.Tensor):
        yield from _other_tensors(value)
    elif isinstance(value, bool):
        yield "text"
    elif isinstance(value, int):
        yield from (100, -100, 1.5, -1, 0, "text")
    elif isinstance(value, float):
        yield from (-1.0, 0, "text")
    elif isinstance(value, str):
        yield from ("no such thing", 3)
    elif isinstance(value, (list, tuple)) and value and isinstance(value[0], int):
        yield from ((*value, 1), value[:-1], (*value[:-1], 100), (*value[:-1], -100), (*value[:-1], 1.5), 2)
    elif isinstance(value, (list, tuple)) and value and isinstance(value[0], torch.Tensor):
        for other in _other_tensors(value[-1]):
            yield [*value[:-1], other]
        yield []


def variations(call: Call, *, method: bool = False) -> Iterator[Call]:
    """Calls with one argument of another kind, size or range; one too many, one too few, an unknown one."""
    call = detached(call)
    for i, value in enumerate(call.args):
        for other in _others(value):
            if method and i == 0 and not isinstance(other, torch.Tensor):
                continue
            yield Call((*call.args[:i], other, *call.args[i + 1 :]), call.kwargs, call.process, call.wrapper)
    for key, value in call.kwargs.items():
        for other in _others(value):
            yield Call(call.args, {**call.kwargs, key: other}, call.process, call.wrapper)
    yield Call((*call.args, "text"), call.kwargs)
    yield Call(call.args, {**call.kwargs, "no_such_argument": 1})
    if len(call.args) > 1:
        yield Call(call.args[:-1], call.kwargs, call.process)
