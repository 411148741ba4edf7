"""Sequences of different lengths without padding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import arraygrad.functions as ag
from arraygrad.backend import place_on
from arraygrad.dtypes import DType, float16, float32, float64, int8, int16, int32, int64, uint8
from arraygrad.tensor import Tensor

__all__ = ["PackedSequence", "invert_permutation"]


class _Fields(NamedTuple):
    data: Tensor
    batch_sizes: Tensor
    sorted_indices: Tensor | None
    unsorted_indices: Tensor | None


class PackedSequence(_Fields):
    """The steps of several sequences one after the other, without padding.

    It is made by `pack_padded_sequence` and `pack_sequence`, and taken by the recurrent layers.

    Parameters
    ----------
    data : Tensor
        First the first elements of all sequences, then the second elements of all that are long enough, and so on.
    batch_sizes : Tensor
        How many sequences have an element at each step; integers on the device "cpu".
    sorted_indices, unsorted_indices : Tensor, optional
        The order in which the sequences are packed, and the way back; one is computed from the other.

    Raises
    ------
    ValueError
        If `batch_sizes` is on another device.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pack_sequence
    >>> packed = pack_sequence([ag.tensor([1, 2, 3]), ag.tensor([4, 5])])
    >>> packed.data, packed.batch_sizes
    (tensor([1, 4, 2, 5, 3]), tensor([2, 2, 1]))
    """

    def __new__(
        cls,
        data: Tensor,
        batch_sizes: Tensor,
        sorted_indices: Tensor | None = None,
        unsorted_indices: Tensor | None = None,
    ) -> Self:
        if batch_sizes.device.type != "cpu":
            raise ValueError(
                f"batch_sizes should always be on CPU, not on {batch_sizes.device}. Write batch_sizes.cpu(), or make "
                "the PackedSequence with pack_sequence or pack_padded_sequence."
            )
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Move or cast the data, as `Tensor.to`; the sequence itself if nothing changes."""
        data = self.data.to(*args, **kwargs)
        if data is self.data:
            return self
        order = (None if t is None else t.to(data.device) for t in (self.sorted_indices, self.unsorted_indices))
        return type(self)(data, self.batch_sizes, *order)

    def cpu(self) -> Self:
        """The sequence in the host's memory."""
        return self.to("cpu")

    def cuda(self) -> Self:
        """The sequence on a CUDA device."""
        return self.to(place_on("cuda"))

    def _cast(self, dtype: DType) -> Self:
        return self.to(dtype)

    def double(self) -> Self:
        """The sequence as float64."""
        return self._cast(float64)

    def float(self) -> Self:
        """The sequence as float32."""
        return self._cast(float32)

    def half(self) -> Self:
        """The sequence as float16."""
        return self._cast(float16)

    def long(self) -> Self:
        """The sequence as int64."""
        return self._cast(int64)

    def int(self) -> Self:
        """The sequence as int32."""
        return self._cast(int32)

    def short(self) -> Self:
        """The sequence as int16."""
        return self._cast(int16)

    def char(self) -> Self:
        """The sequence as int8."""
        return self._cast(int8)

    def byte(self) -> Self:
        """The sequence as uint8."""
        return self._cast(uint8)

    @property
    def is_cuda(self) -> bool:
        """Whether the data is on a CUDA device."""
        return self.data.is_cuda


def _inverse(order: Sequence[int]) -> list[int]:
    return sorted(range(len(order)), key=order.__getitem__)


def invert_permutation(permutation: Tensor | None) -> Tensor | None:
    """The permutation that undoes another; None for None.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import invert_permutation
    >>> invert_permutation(ag.tensor([2, 0, 1]))
    tensor([1, 2, 0])
    """
    if permutation is None:
        return None
    return ag.tensor(_inverse(permutation.tolist()), dtype=permutation.dtype, device=permutation.device)
