"""What recurrent networks do at a step, and the way through the steps of a batch of sequences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import arraygrad.functions as ag
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

#: What is carried from step to step; its first tensor is the output.
State = tuple[Tensor, ...]
#: The next state from the projected input, the state, its weight, its bias and the weight of the output's projection.
Step = Callable[[Tensor, State, Tensor, Tensor | None, Tensor | None], State]


def tanh_step(x: Tensor, state: State, weight: Tensor, bias: Tensor | None, projection: Tensor | None) -> State:
    """A step of Elman's network (1990)."""
    return ((x + F.linear(state[0], weight, bias)).tanh(),)


def relu_step(x: Tensor, state: State, weight: Tensor, bias: Tensor | None, projection: Tensor | None) -> State:
    """A step of Elman's network with rectified outputs (Le et al. 2015)."""
    return ((x + F.linear(state[0], weight, bias)).relu(),)


def lstm_step(x: Tensor, state: State, weight: Tensor, bias: Tensor | None, projection: Tensor | None) -> State:
    """A step of a long short-term memory (Hochreiter and Schmidhuber 1997), projected as by Sak et al. (2014)."""
    hidden, cell = state
    enters, stays, new, leaves = (x + F.linear(hidden, weight, bias)).chunk(4, -1)
    cell = stays.sigmoid() * cell + enters.sigmoid() * new.tanh()
    hidden = leaves.sigmoid() * cell.tanh()
    return (hidden if projection is None else F.linear(hidden, projection)), cell


def gru_step(x: Tensor, state: State, weight: Tensor, bias: Tensor | None, projection: Tensor | None) -> State:
    """A step of gated recurrent units (Cho et al. 2014), with the reset after the product."""
    (hidden,) = state
    resets_x, stays_x, new_x = x.chunk(3, -1)
    resets_h, stays_h, new_h = F.linear(hidden, weight, bias).chunk(3, -1)
    new = (new_x + (resets_x + resets_h).sigmoid() * new_h).tanh()
    return (new + (stays_x + stays_h).sigmoid() * (hidden - new),)


def run_forwards(
    step: Step, inputs: Sequence[Tensor], state: State, *weights: Tensor | None
) -> tuple[list[Tensor], State]:
    """Outputs of all steps and the last state; a step may have fewer rows than the one before: sequences end there."""
    weight, bias, projection = weights
    assert weight is not None
    outputs, ended = [], []
    for x in inputs:
        rows = x.shape[0]
        if rows < state[0].shape[0]:
            ended.append(tuple(part[rows:] for part in state))
            state = tuple(part[:rows] for part in state)
        state = step(x, state, weight, bias, projection)
        outputs.append(state[0])
    if ended:
        state = tuple(ag.cat(parts) for parts in zip(state, *reversed(ended), strict=True))
    return outputs, state


def run_backwards(
    step: Step, inputs: Sequence[Tensor], state: State, *weights: Tensor | None
) -> tuple[list[Tensor], State]:
    """`run_forwards` from the last step to the first: a sequence begins at its own last step."""
    weight, bias, projection = weights
    assert weight is not None
    outputs, begin = [], state
    state = tuple(part[: inputs[-1].shape[0]] for part in begin)
    for x in reversed(inputs):
        rows, known = x.shape[0], state[0].shape[0]
        if rows > known:
            state = tuple(ag.cat([part, first[known:rows]]) for part, first in zip(state, begin, strict=True))
        state = step(x, state, weight, bias, projection)
        outputs.append(state[0])
    return outputs[::-1], state
