"""Signal processing, under the names of PyTorch's ``torch.signal``."""

from __future__ import annotations

from arraygrad.signal import windows

__all__ = ["windows"]
