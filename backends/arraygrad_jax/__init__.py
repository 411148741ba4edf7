"""The JAX backend of arraygrad: devices ``"jax"``, ``"jax:cpu:0"``, ``"jax:gpu:0"``, ..."""

from __future__ import annotations

from arraygrad_jax.backend import JaxBackend

__all__ = ["JaxBackend", "backend"]

#: What the entry point ``jax`` of the group ``arraygrad.backends`` names.
backend = JaxBackend()
