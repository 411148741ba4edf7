"""Automatic mixed precision: products in a lower precision, what is sensitive in float32, gradients scaled.

`autocast` chooses the precision op by op; `GradScaler` keeps small float16 gradients from becoming zero.
"""

from __future__ import annotations

from arraygrad.amp.custom_functions import custom_bwd, custom_fwd
from arraygrad.amp.grad_scaler import GradScaler
from arraygrad.amp.mode import autocast, is_autocast_available

__all__ = ["GradScaler", "autocast", "custom_bwd", "custom_fwd", "is_autocast_available"]
