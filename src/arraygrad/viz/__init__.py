"""Pictures: of the recorded graph, of what a model consists of, and of how a training went.

Graphs as text and tables need no other package; drawing needs the extra ``viz``. While this module is loaded,
Matplotlib takes tensors, also those that require gradients, where it takes quantities with units: as the coordinates
of ``plot``, ``scatter``, ``bar``, ``fill_between``, ``step``, ``stem`` and the like.

Examples
--------
>>> import arraygrad as ag
>>> model = ag.nn.Linear(3, 1)
>>> ag.viz.summary(model, input_size=(2, 3)).parameters
4
"""

from __future__ import annotations

from contextlib import suppress

from arraygrad.viz.dot import make_dot, to_dot
from arraygrad.viz.history import plot_history
from arraygrad.viz.table import Row, Summary, summary

with suppress(ImportError):  # where there is no Matplotlib, there is nothing to register tensors with
    from arraygrad.viz import units as units

__all__ = ["Row", "Summary", "make_dot", "plot_history", "summary", "to_dot"]
