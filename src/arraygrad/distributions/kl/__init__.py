"""Kullback-Leibler divergences between distributions.

Examples
--------
>>> import arraygrad as ag
>>> from arraygrad.distributions import Normal
>>> from arraygrad.distributions.kl import kl_divergence
>>> kl_divergence(Normal(0.0, 1.0), Normal(1.0, 1.0))
tensor(0.5000)
"""

from __future__ import annotations

from arraygrad.distributions.kl import normals, pairs, same
from arraygrad.distributions.kl.registry import kl_divergence, register_kl

__all__ = ["kl_divergence", "register_kl"]

del normals, pairs, same  # imported for what they register
