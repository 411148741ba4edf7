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

__all__ = ["Embedding", "EmbeddingBag"]


def _row(padding_idx: int | None, rows: int, message: str) -> int | None:
    """The number of the row that stands for padding, counted from the beginning."""
    if padding_idx is None:
        return None
    if not -rows <= padding_idx < rows:
        raise AssertionError(message)
    return padding_idx % rows


def _table(rows: int, columns: int, given: Tensor | None, device: str | Device | None, dtype: DType | None) -> Tensor:
    """The given vectors, or place for them."""
    if given is None:
        return ag.empty((rows, columns), device=device, dtype=dtype)
    if tuple(given.shape) != (rows, columns):
        raise AssertionError("Shape of weight does not match num_embeddings and embedding_dim")
    return given


class _Lookup(Module):
    """What the modules with a table of vectors share."""

    weight: Parameter
    padding_idx: int | None

    def reset_parameters(self) -> None:
        """Draw the vectors anew."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx] = 0


class Embedding(_Lookup):
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
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = _row(padding_idx, num_embeddings, "Padding_idx must be within num_embeddings")
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        values = _table(num_embeddings, embedding_dim, _weight, device, dtype)
        self.weight = Parameter(values, requires_grad=not _freeze)
        if _weight is None:
            self.reset_parameters()

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
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
        settings = (padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
        rows, columns = embeddings.shape
        return cls(rows, columns, *settings, _weight=embeddings, _freeze=freeze)

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


class EmbeddingBag(_Lookup):
    """Sums, means or largest elements of vectors that are looked up in bags.

    Parameters
    ----------
    num_embeddings : int
        Number of vectors.
    embedding_dim : int
        Their length.
    max_norm : float, optional
        Vectors that are looked up and are longer are scaled to this length, in place.
    norm_type : float
        The p of that length.
    scale_grad_by_freq : bool
        Whether gradients are divided by how often a vector was looked up in the batch.
    mode : {"mean", "sum", "max"}
        What is done with the vectors of a bag.
    include_last_offset : bool
        Whether the last offset is the end of the last bag instead of the beginning of one more.
    padding_idx : int, optional
        A number that is left out of all bags.
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
    >>> bags = nn.EmbeddingBag.from_pretrained(ag.tensor([[1.0, 2.0], [3.0, 6.0]]), mode="sum")
    >>> bags(ag.tensor([0, 1, 1]), ag.tensor([0, 2])).tolist()
    [[4.0, 8.0], [3.0, 6.0]]
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        _weight: Tensor | None = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        if sparse:
            raise ValueError("EmbeddingBag: sparse gradients are not supported, use sparse=False")
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.padding_idx = _row(padding_idx, num_embeddings, "padding_idx must be within num_embeddings")
        self.weight = Parameter(_table(num_embeddings, embedding_dim, _weight, device, dtype))
        if _weight is None:
            self.reset_parameters()
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
    ) -> EmbeddingBag:
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
        settings = (max_norm, norm_type, scale_grad_by_freq, mode, sparse, embeddings, include_last_offset, padding_idx)
        rows, columns = embeddings.shape
        made = cls(rows, columns, *settings)
        made.weight.requires_grad_(not freeze)
        return made

    def forward(self, input: Tensor, offsets: Tensor | None = None, per_sample_weights: Tensor | None = None) -> Tensor:
        """One vector for each bag.

        Parameters
        ----------
        input : Tensor
            Numbers of vectors: shape (B, L) for B bags of L, or one bag after the other in one dimension.
        offsets : Tensor, optional
            Where each bag begins, if `input` has one dimension.
        per_sample_weights : Tensor, optional
            Factors in the shape of `input`; with the mode "sum" only.

        Returns
        -------
        Tensor
            Shape (B, embedding_dim).
        """
        return F.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            self.sparse,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    def extra_repr(self) -> str:
        parts = [
            f"{self.num_embeddings!r}, {self.embedding_dim!r}",
            f"max_norm={self.max_norm!r}" if self.max_norm is not None else "",
            f"norm_type={self.norm_type!r}" if self.norm_type != 2 else "",
            f"scale_grad_by_freq={self.scale_grad_by_freq!r}" if self.scale_grad_by_freq else "",
            f"mode={self.mode!r}",
            f"padding_idx={self.padding_idx!r}" if self.padding_idx is not None else "",
        ]
        return ", ".join(part for part in parts if part)
