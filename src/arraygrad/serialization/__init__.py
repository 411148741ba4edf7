"""`save` and `load`: checkpoints as one safetensors file, and files that PyTorch wrote.

Loading only ever builds tensors, numbers, strings and containers of these: no code from a file is run. What else may be
built has to be named beforehand, with `add_safe_globals` or `safe_globals`.
"""

from arraygrad.serialization.allowed import add_safe_globals, clear_safe_globals, get_safe_globals, safe_globals
from arraygrad.serialization.loading import get_unsafe_globals_in_checkpoint, load
from arraygrad.serialization.saving import save

__all__ = [
    "add_safe_globals",
    "clear_safe_globals",
    "get_safe_globals",
    "get_unsafe_globals_in_checkpoint",
    "load",
    "safe_globals",
    "save",
]
