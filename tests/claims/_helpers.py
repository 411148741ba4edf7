"""What several files of claims need."""

from __future__ import annotations

import importlib

import numpy as np

SECOND_TIME = "backward through the graph a second time"
MODIFIED = "one of the variables needed for gradient computation has been modified by an inplace operation"
LEAF = "leaf Variable that requires grad"


def sub(ag, name):
    """A submodule of the library under test."""
    return importlib.import_module(f"{ag.__name__}.{name}")


def array(t):
    """The values of any tensor as a NumPy array."""
    return t.detach().cpu().numpy()


def close(t, expected, rtol=1e-5, atol=1e-6):
    """Assert shape and values of a tensor."""
    expected = np.asarray(expected)
    assert tuple(t.shape) == expected.shape
    np.testing.assert_allclose(array(t), expected, rtol=rtol, atol=atol)


def shown(t):
    """The tensor's printed form; off the CPU without the device that it may name."""
    text = repr(t)
    return text if t.device.type == "cpu" else text.replace(f", device='{t.device}'", "")
