"""Libraries for quantized numbers, of which there are none."""

from __future__ import annotations

import sys

from arraygrad.backends.switches import Switches

__all__ = ["engine", "supported_engines"]

engine = "none"
supported_engines = ["none"]

sys.modules[__name__].__class__ = Switches
