"""Tensors in Matplotlib's functions: loading this module registers them. Needs Matplotlib."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import units

from arraygrad.tensor import Tensor
from arraygrad.viz.nested import replaced

__all__ = ["TensorConverter", "values"]


def values(tensor: Tensor) -> np.ndarray[Any, Any]:
    """What a picture shows of a tensor: its values, in the host's memory."""
    return np.asarray(tensor.detach().cpu().numpy())


class TensorConverter(units.ConversionInterface):
    """Turns tensors into arrays, by the way that Matplotlib has for dates and quantities with units."""

    @staticmethod
    def convert(obj: Any, unit: Any, axis: Any) -> Any:
        """The values of a tensor, or of a list with tensors."""
        return np.asarray(replaced(values, obj))


units.registry[Tensor] = TensorConverter()
