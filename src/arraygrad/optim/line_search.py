"""The search for a step length that satisfies the strong Wolfe conditions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from arraygrad.tensor import Tensor

__all__ = ["Trial", "strong_wolfe"]


class Trial(NamedTuple):
    """What is known of a point on the line."""

    step: float
    loss: float
    grad: Tensor
    slope: float


def cubic_minimum(a: Trial, b: Trial, bounds: tuple[float, float] | None = None) -> float:
    """Where the cubic through both points, with their slopes, is lowest; within the bounds, by default the points.

    The middle, if it has no minimum (Nocedal and Wright, 2006, equation 3.59).
    """
    least, most = bounds or (min(a.step, b.step), max(a.step, b.step))
    bend = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.step - b.step)
    square = bend * bend - a.slope * b.slope
    if not square >= 0:
        return (least + most) / 2
    root = math.sqrt(square)
    left, right = (a, b) if a.step <= b.step else (b, a)
    span = right.slope - left.slope + 2 * root
    if span == 0:
        return (least + most) / 2
    step = right.step - (right.step - left.step) * ((right.slope + root - bend) / span)
    return min(max(step, least), most)


def strong_wolfe(
    evaluate: Callable[[float], Trial],
    start: Trial,
    step: float,
    size: float,
    max_trials: int,
    *,
    c1: float = 1e-4,
    c2: float = 0.9,
    tolerance_change: float = 1e-9,
) -> tuple[Trial, int]:
    """A point where the loss has fallen enough and the slope is small (Nocedal and Wright, 2006, section 3.5).

    Parameters
    ----------
    evaluate : callable
        From a step length to the point there.
    start : Trial
        The point at step length zero.
    step : float
        Step length to begin with.
    size : float
        Largest component of the direction: changes below `tolerance_change` are not looked for.
    max_trials : int
        Number of further points that may be tried.
    c1, c2 : float
        Constants of the conditions.

    Returns
    -------
    The point and the number of evaluations.
    """

    def too_high(trial: Trial) -> bool:
        return trial.loss > start.loss + c1 * trial.step * start.slope

    def flat(trial: Trial) -> bool:
        return abs(trial.slope) <= -c2 * start.slope

    # Go on until a minimum lies between two points.
    before, trial = start, evaluate(step)
    count = 0
    while count < max_trials:
        if too_high(trial) or (count > 1 and trial.loss >= before.loss):
            break
        if flat(trial):
            return trial, count + 1
        if trial.slope >= 0:
            break
        bounds = (trial.step + 0.01 * (trial.step - before.step), trial.step * 10)
        before, trial = trial, evaluate(cubic_minimum(before, trial, bounds))
        count += 1
    else:
        return (start if start.loss <= trial.loss else trial), count + 1

    # Bring the two points closer together.
    bracket = [before, trial]
    low = 0 if before.loss <= trial.loss else 1
    stalled = False
    while count < max_trials:
        least, most = sorted(point.step for point in bracket)
        if (most - least) * size < tolerance_change:
            break
        step = cubic_minimum(bracket[0], bracket[1])
        margin = 0.1 * (most - least)
        at_edge = min(most - step, step - least) < margin
        if at_edge and (stalled or step >= most or step <= least):
            step = most - margin if abs(step - most) < abs(step - least) else least + margin
            at_edge = False
        stalled = at_edge
        trial = evaluate(step)
        count += 1
        if too_high(trial) or trial.loss >= bracket[low].loss:
            bracket[1 - low] = trial
            low = 0 if bracket[0].loss <= bracket[1].loss else 1
            continue
        if flat(trial):
            return trial, count + 1
        if trial.slope * (bracket[1 - low].step - bracket[low].step) >= 0:
            bracket[1 - low] = bracket[low]
        bracket[low] = trial
    return bracket[low], count + 1
