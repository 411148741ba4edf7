"""One look for all pictures: colours, plain axes, curves, rows of small images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

DPI = 130
INK, MUTED, GRID = "#1f2430", "#8a90a0", "#e6e8ee"
BLUE, GREEN, RED, AMBER, VIOLET = "#2f6fde", "#2e9e6b", "#d9363e", "#e0992b", "#8053c9"


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of that many inches; `save` writes it."""
    return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def save(figure: Figure, path: Path) -> None:
    """Write the figure as a PNG file."""
    FigureCanvasAgg(figure).print_figure(path, dpi=DPI)


def title(place: Any, text: str) -> None:
    """Head a subfigure or axes."""
    setter = getattr(place, "suptitle", None) or place.set_title
    setter(text, color=INK, fontweight="bold", fontsize=13)


def plain(*many: Any) -> None:
    """Take the frame from axes and leave a light grid."""
    for axes in many:
        axes.grid(True, color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.tick_params(colors=MUTED, which="both", length=0)
        axes.spines[:].set_visible(False)
        axes.xaxis.label.set_color(INK)
        axes.yaxis.label.set_color(INK)


def curve(axes: Any, values: Sequence[float], window: int, color: str, label: str = "") -> None:
    """Values of each step, faint, under their running mean over so many."""
    steps = np.arange(1, len(values) + 1)
    window = max(min(window, len(values)), 1)
    smooth = np.convolve(values, np.ones(window) / window, mode="valid")
    axes.plot(steps, values, color=color, alpha=0.25, linewidth=0.8, label=None if label else "each step")
    axes.plot(steps[window - 1 :], smooth, color=color, linewidth=2, label=label or f"mean of {window} steps")


def tile(images: np.ndarray, gap: int = 1) -> np.ndarray:
    """Images [rows, columns, height, width] in one, with white gaps of so many pixels."""
    rows, columns, height, width = images.shape
    padded = np.pad(images, ((0, 0), (0, 0), (0, gap), (0, gap)))
    return padded.transpose(0, 2, 1, 3).reshape(rows * (height + gap), columns * (width + gap))[:-gap, :-gap]
