"""How numbers went during training, as curves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_history"]

#: Words in names that say on which data a number was taken.
_TRAINING = {"train", "training"}
_OTHER = {"dev", "eval", "test", "val", "valid", "validation"}


class _Curve(NamedTuple):
    """A curve: what it shows, on which data, where, and the numbers."""

    name: str
    quantity: str
    data: str
    steps: NDArray[Any]
    numbers: NDArray[Any]


def plot_history(
    history: Mapping[str, Any],
    *,
    smooth: float = 0.0,
    log: bool = False,
    xlabel: str = "epoch",
    ax: Axes | None = None,
) -> list[Axes]:
    """Draw the history of a training: a panel per quantity, with training and validation as a pair in it.

    Names belong together if they differ only in a word like ``train``, ``val`` or ``test``, set off by ``_``, ``/``,
    ``.``, ``-`` or a blank: ``"loss"`` and ``"val_loss"``, or ``"accuracy/train"`` and ``"accuracy/test"``. What was
    not taken on training data is dashed.

    Parameters
    ----------
    history : dict
        By name the numbers: a list of numbers or of tensors with one element, or a tensor or array with one dimension.
        Tensors may be on any device and require gradients; their values are shown. If curves have points at different
        places, a tuple ``(steps, numbers)``.
    smooth : float
        From 0 to below 1: how much a point takes over from those before it, in an exponential mean that starts at the
        first point. The curve as it is stays visible behind.
    log : bool
        A logarithmic scale upwards.
    xlabel : str
        What the points are counted in.
    ax : matplotlib.axes.Axes, optional
        Draw everything here, instead of in a new figure.

    Returns
    -------
    list of matplotlib.axes.Axes
        The panels. The figure is not shown: a notebook does that, or ``matplotlib.pyplot.show()``.

    Raises
    ------
    ImportError
        If Matplotlib is not installed.
    ValueError
        If there is nothing to draw, `smooth` is out of range, or numbers do not make a curve.

    Examples
    --------
    >>> import arraygrad as ag
    >>> import matplotlib
    >>> matplotlib.use("agg")
    >>> losses = [ag.tensor(1.0 / n, requires_grad=True) for n in range(1, 9)]
    >>> (panel,) = ag.viz.plot_history({"loss": losses, "val_loss": ag.linspace(1, 0.3, 8)}, smooth=0.5, log=True)
    >>> panel.get_title(), [text.get_text() for text in panel.get_legend().get_texts()]
    ('loss', ['train', 'val'])
    """
    if not 0 <= smooth < 1:
        raise ValueError(f"smooth is a number from 0 to below 1, got {smooth}")
    curves = [_curve(name, given) for name, given in history.items()]
    if not curves:
        raise ValueError("there is nothing to draw: the history is empty")
    try:
        from matplotlib import pyplot
        from matplotlib.ticker import MaxNLocator
    except ImportError as error:
        raise ImportError("viz.plot_history needs the package matplotlib: pip install 'arraygrad[viz]'") from error
    quantities = list(dict.fromkeys(curve.quantity for curve in curves))
    if ax is None:
        columns = min(len(quantities), 3)
        rows = -(-len(quantities) // columns)
        figure, grid = pyplot.subplots(
            rows, columns, figsize=(4.6 * columns, 3.2 * rows), layout="constrained", squeeze=False
        )
        panels = list(grid.flat[: len(quantities)])
        for rest in grid.flat[len(quantities) :]:
            figure.delaxes(rest)
    else:
        panels = [ax] * len(quantities)
    for i, (quantity, panel) in enumerate(zip(quantities, panels, strict=True)):
        mine = [curve for curve in curves if curve.quantity == quantity]
        for number, curve in enumerate(mine):
            # In a panel of its own each curve has a color; in one for all, each quantity.
            _draw(panel, curve, f"C{number if ax is None else i}", smooth, curve.name if ax is not None else "")
        if ax is None:
            panel.set_title(quantity)
        if log:
            panel.set_yscale("log")
        panel.set_xlabel(xlabel)
        panel.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
        panel.grid(alpha=0.25)
        panel.spines[["top", "right"]].set_visible(False)
        if ax is not None or len(mine) > 1:
            panel.legend(frameon=False)
    return panels if ax is None else [ax]


def _draw(panel: Axes, curve: _Curve, color: str, smooth: float, label: str) -> None:
    style = "-" if curve.data == "train" else "--"
    marker = "o" if len(curve.numbers) == 1 else None
    if smooth:
        panel.plot(curve.steps, curve.numbers, style, color=color, alpha=0.25, linewidth=1)
    numbers = _smoothed(curve.numbers, smooth) if smooth else curve.numbers
    panel.plot(curve.steps, numbers, style, color=color, label=label or curve.data, marker=marker)


def _curve(name: str, given: Any) -> _Curve:
    words = re.split(r"[_/. -]+", name)
    roles = [word for word in words if word.lower() in _TRAINING | _OTHER]
    data = roles[0].lower() if roles and len(words) > 1 else "train"
    quantity = "_".join(word for word in words if word not in roles) or name if roles else name
    steps, numbers = given if _is_pair(given) else (None, given)
    values = _numbers(name, numbers)
    places = np.arange(1, len(values) + 1) if steps is None else _numbers(name, steps)
    if len(places) != len(values):
        raise ValueError(f"{name}: there are {len(places)} steps and {len(values)} numbers")
    return _Curve(name, quantity, "train" if data in _TRAINING else data, places, values)


def _is_pair(given: Any) -> bool:
    return isinstance(given, tuple) and len(given) == 2 and all(np.ndim(part) for part in given)


def _numbers(name: str, given: Any) -> NDArray[Any]:
    """One dimension of numbers from tensors, arrays or lists of either; None is a gap."""
    if isinstance(given, Tensor):
        array = _host(given)
    else:
        array = np.asarray([np.nan if item is None else _number(item) for item in given])
    if array.ndim > 1 and array.size == len(array):
        array = array.reshape(-1)
    if array.ndim != 1 or array.dtype.kind not in "biuf" or not array.size:
        raise ValueError(f"{name}: a curve is a list of numbers, got shape {array.shape} of {array.dtype}")
    numbers: NDArray[Any] = array.astype(float)
    return numbers


def _host(value: Any) -> Any:
    return value.detach().cpu().numpy() if isinstance(value, Tensor) else value


def _number(value: Any) -> Any:
    array = np.asarray(_host(value))
    return array.reshape(()) if array.size == 1 else array


def _smoothed(numbers: NDArray[Any], smooth: float) -> NDArray[Any]:
    """The exponential mean of what is there up to each point; gaps stay gaps."""
    result, mean, weight = np.full(len(numbers), np.nan), 0.0, 0.0
    for i in np.flatnonzero(np.isfinite(numbers)):
        mean = smooth * mean + (1 - smooth) * numbers[i]
        weight = smooth * weight + (1 - smooth)
        result[i] = mean / weight
    return result
