"""PyTorch's switches of the libraries under it. They are kept and have no effect: none of these libraries is used here.

Programs set them where they are imported; so they can, and can read them again. A name that PyTorch does not have
raises `AttributeError`. What there is to choose here is the device: see `arraygrad.backend`.
"""

from __future__ import annotations

from arraygrad.backends import cpu, cuda, cudnn, mha, mkl, mkldnn, mps, nnpack, openmp, opt_einsum, quantized

__all__ = ["cpu", "cuda", "cudnn", "mha", "mkl", "mkldnn", "mps", "nnpack", "openmp", "opt_einsum", "quantized"]
