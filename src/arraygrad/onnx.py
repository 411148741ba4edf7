"""Export to ONNX: not there. Programs that could export import this module before they know whether they will."""

from __future__ import annotations

__all__ = ["is_in_onnx_export"]


def is_in_onnx_export() -> bool:
    """Whether a model is being exported: no.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.onnx.is_in_onnx_export()
    False
    """
    return False
