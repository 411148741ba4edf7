"""Lookup tables."""

from __future__ import annotations

import arraygrad.functions as ag
from arraygrad.autograd import no_grad
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = ["Embedding"]


class Embedding(Module):
    """A table of vectors, looked up by number.

    Parameters
    ----------
    num_embeddings : int
        Number of vectors.
    embedding_dim : int
        Their length.
    padding_idx : int, optional
        A number whose vector is at first zero and gets no gradient.
    max_norm : float, optional
        Vectors that are looked up and are longer are scaled to this length, in place.
    norm_type : float
        The p of that length.
    scale_grad_by_freq : bool
        Whether gradients are divided by how often a vector was looked up in the batch.
    device, dtype : optional
        Of the table.

    Attributes
    ----------
    weight : Parameter
        Of shape (num_embeddings, embedding_dim), at first normally distributed.

    Raises
    ------
    AssertionError
        If `padding_idx` is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Embedding(10, 3)(ag.tensor([[1, 2], [4, 9]])).shape)
    (2, 2, 3)
    """

    weight: Parameter

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        _weight: Tensor | None = None,
        _freeze: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        if sparse:
            raise ValueError("Embedding: sparse gradients are not supported, use sparse=False")
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise AssertionError("Padding_idx must be within num_embeddings")
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = None if padding_idx is None else padding_idx % num_embeddings
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        if _weight is None:
            values = ag.empty((num_embeddings, embedding_dim), device=device, dtype=dtype)
        elif tuple(_weight.shape) == (num_embeddings, embedding_dim):
            values = _weight
        else:
            raise AssertionError("Shape of weight does not match num_embeddings and embedding_dim")
        self.weight = Parameter(values, requires_grad=not _freeze)
        if _weight is None:
            self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the vectors anew."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx] = 0

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
    ) -> Embedding:
        """A module over a given table, which is shared.

        Parameters
        ----------
        embeddings : Tensor
            The vectors, of shape (num_embeddings, embedding_dim).
        freeze : bool
            Whether the table stays as it is in training.

        Raises
        ------
        AssertionError
            If `embeddings` does not have two dimensions.
        """
        if embeddings.ndim != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        rows, columns = embeddings.shape
        return cls(
            rows, columns, padding_idx, max_norm, norm_type, scale_grad_by_freq, _weight=embeddings, _freeze=freeze
        )

    def forward(self, input: Tensor) -> Tensor:
        """The vectors with the numbers in `input`, in a new last dimension."""
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq)

    def extra_repr(self) -> str:
        parts = [
            f"{self.num_embeddings}, {self.embedding_dim}",
            f"padding_idx={self.padding_idx}" if self.padding_idx is not None else "",
            f"max_norm={self.max_norm}" if self.max_norm is not None else "",
            f"norm_type={self.norm_type}" if self.norm_type != 2 else "",
            f"scale_grad_by_freq={self.scale_grad_by_freq}" if self.scale_grad_by_freq else "",
        ]
        return ", ".join(part for part in parts if part)
