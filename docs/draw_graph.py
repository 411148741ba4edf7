"""Draws ``graph.svg``: ``python docs/draw_graph.py``. Needs the extra ``viz`` and Graphviz's program ``dot``."""

from __future__ import annotations

import re
from pathlib import Path

import arraygrad as ag
from arraygrad import nn, viz


def example() -> tuple[ag.Tensor, nn.Module]:
    """What the page draws: a layer, a write into its result, and a loss."""
    model = nn.Linear(3, 4)
    h = model(ag.ones(2, 3)).relu()
    h[:, 0] = 0.0
    return h.square().mean(), model


def draw() -> str:
    loss, model = example()
    svg: str = viz.make_dot(loss, params=model).pipe("svg", encoding="utf-8")
    return re.sub(r"<!--.*?-->\n", "", svg[svg.index("<svg") :], flags=re.DOTALL)


if __name__ == "__main__":
    Path(__file__).with_name("graph.svg").write_text(draw(), encoding="utf-8")
