"""PyTorch's names for programs apart from Python. There are none: `script` and `trace` give back what they were given.

So code that scripts its modules runs, as Python. What would need such a program, `save` and `load`, raises.
"""

from __future__ import annotations

from arraygrad.jit.futures import Future, fork, wait
from arraygrad.jit.scripting import (
    Attribute,
    Final,
    ScriptModule,
    annotate,
    export,
    freeze,
    ignore,
    interface,
    is_scripting,
    load,
    optimize_for_inference,
    save,
    script,
    script_if_tracing,
    script_method,
    unused,
)
from arraygrad.jit.tracing import TracerWarning, is_tracing, trace, trace_module

__all__ = [
    "Attribute",
    "Final",
    "Future",
    "ScriptModule",
    "TracerWarning",
    "annotate",
    "export",
    "fork",
    "freeze",
    "ignore",
    "interface",
    "is_scripting",
    "is_tracing",
    "load",
    "optimize_for_inference",
    "save",
    "script",
    "script_if_tracing",
    "script_method",
    "trace",
    "trace_module",
    "unused",
    "wait",
]
