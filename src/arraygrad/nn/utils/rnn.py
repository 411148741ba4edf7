"""Sequences of different lengths: padded to one length, or packed without padding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import arraygrad.functions as ag
from arraygrad.nn import functional as F
from arraygrad.nn.utils.packed_sequences import PackedSequence, invert_permutation
from arraygrad.tensor import Tensor

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpack_sequence",
    "unpad_sequence",
]


def _check_lengths(lengths: list[int], batch: int, steps: int, enforce_sorted: bool) -> None:
    if len(lengths) != batch:
        raise RuntimeError(
            f"Expected `len(lengths)` to be equal to batch_size, but got {len(lengths)} (batch_size={batch})"
        )
    if not lengths:
        raise RuntimeError("Cannot pack empty tensors.")
    if min(lengths) <= 0:
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0: "
            f"{min(lengths)}"
        )
    if max(lengths) > steps:
        raise RuntimeError(f"Expected lengths of at most the {steps} steps of the input, but got {max(lengths)}")
    if enforce_sorted and any(a < b for a, b in pairwise(lengths)):
        raise RuntimeError(
            f"`lengths` array must be sorted in decreasing order when `enforce_sorted` is True, but got {lengths}. "
            "You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence."
        )


def pack_padded_sequence(
    input: Tensor, lengths: Tensor | Sequence[int], batch_first: bool = False, enforce_sorted: bool = True
) -> PackedSequence:
    """Take the padding out of a batch of padded sequences.

    Parameters
    ----------
    input : Tensor
        Shape (steps, batch, ...), or (batch, steps, ...) with `batch_first`.
    lengths : Tensor or sequence of int
        Of each sequence.
    batch_first : bool
    enforce_sorted : bool
        Whether the sequences must come in the order of decreasing length. Otherwise they are put in that order, which
        `pad_packed_sequence` undoes.

    Returns
    -------
    PackedSequence

    Raises
    ------
    RuntimeError
        If the lengths do not fit the input, or are not sorted though they should be.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pack_padded_sequence
    >>> packed = pack_padded_sequence(ag.tensor([[1, 2], [3, 0]]), [2, 1], batch_first=True)
    >>> packed.data, packed.batch_sizes
    (tensor([1, 3, 2]), tensor([2, 1]))
    """
    batch, steps = input.shape[:2] if batch_first else (input.shape[1], input.shape[0])
    sizes: list[int] = [int(n) for n in (lengths.tolist() if isinstance(lengths, Tensor) else lengths)]
    _check_lengths(sizes, batch, steps, enforce_sorted)
    order = list(range(batch))
    sorted_indices = None
    if not enforce_sorted:
        order.sort(key=lambda sequence: -sizes[sequence])
        sorted_indices = ag.tensor(order, device=input.device)
    rows = [
        sequence * steps + step if batch_first else step * batch + sequence
        for step in range(max(sizes))
        for sequence in order
        if sizes[sequence] > step
    ]
    data = input.reshape(batch * steps, *input.shape[2:]).index_select(0, ag.tensor(rows, device=input.device))
    batch_sizes = [sum(size > step for size in sizes) for step in range(max(sizes))]
    return PackedSequence(data, ag.tensor(batch_sizes, device="cpu"), sorted_indices)


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Pad the sequences that are packed: the inverse of `pack_padded_sequence`.

    Parameters
    ----------
    sequence : PackedSequence
    batch_first : bool
        Whether the result has the batch before the steps.
    padding_value : float
    total_length : int, optional
        Steps of the result; as many as the longest sequence has if not given.

    Returns
    -------
    padded : Tensor
        Shape (steps, batch, ...), or (batch, steps, ...) with `batch_first`.
    lengths : Tensor
        Of each sequence, on the device "cpu".

    Raises
    ------
    ValueError
        If `total_length` is less than the longest sequence has.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pack_sequence, pad_packed_sequence
    >>> packed = pack_sequence([ag.tensor([1]), ag.tensor([2, 3])], enforce_sorted=False)
    >>> pad_packed_sequence(packed, batch_first=True)
    (tensor([[1, 0],
            [2, 3]]), tensor([1, 2]))
    """
    data, sizes = sequence.data, sequence.batch_sizes.tolist()
    steps = len(sizes) if total_length is None else total_length
    if steps < len(sizes):
        raise ValueError(
            "Expected total_length to be at least the length of the longest sequence in input, but got "
            f"total_length={total_length} and max sequence length being {len(sizes)}"
        )
    batch, padding = sizes[0], data.shape[0]
    place = list(range(batch)) if sequence.unsorted_indices is None else sequence.unsorted_indices.tolist()
    starts = [sum(sizes[:step]) for step in range(len(sizes))]

    def row(step: int, number: int) -> int:
        at = place[number]
        return starts[step] + at if step < len(sizes) and at < sizes[step] else padding

    if batch_first:
        rows = [row(step, number) for number in range(batch) for step in range(steps)]
    else:
        rows = [row(step, number) for step in range(steps) for number in range(batch)]
    filled = ag.cat([data, ag.full((1, *data.shape[1:]), padding_value, dtype=data.dtype, device=data.device)])
    padded = filled.index_select(0, ag.tensor(rows, device=data.device))
    shape = (batch, steps) if batch_first else (steps, batch)
    lengths = [sum(size > place[number] for size in sizes) for number in range(batch)]
    return padded.reshape(*shape, *data.shape[1:]), ag.tensor(lengths, device="cpu")


def pad_sequence(
    sequences: Iterable[Tensor], batch_first: bool = False, padding_value: float = 0.0, padding_side: str = "right"
) -> Tensor:
    """Stack sequences of different lengths, padded to the length of the longest.

    Parameters
    ----------
    sequences : iterable of Tensor
        Shapes (length, ...), where all but the length is the same.
    batch_first : bool
        Whether the result has the batch before the steps.
    padding_value : float
    padding_side : {"right", "left"}
        At which end.

    Returns
    -------
    Tensor
        Shape (steps, batch, ...), or (batch, steps, ...) with `batch_first`.

    Raises
    ------
    RuntimeError
        If there are no sequences, they do not fit together, or the side is unknown.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pad_sequence
    >>> pad_sequence([ag.tensor([1, 2]), ag.tensor([3])], batch_first=True)
    tensor([[1, 2],
            [3, 0]])
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(
            f"pad_sequence: Expected iterable for input sequences, but got arg of type: {type(sequences)}"
        )
    sequences = list(sequences)
    if not sequences:
        raise RuntimeError("received an empty list of sequences")
    if padding_side not in ("left", "right"):
        raise RuntimeError(f"Expected padding_side to be one of left or right, but got {padding_side}.")
    rest = sequences[0].shape[1:]
    for sequence in sequences:
        if sequence.shape[1:] != rest:
            raise RuntimeError(
                f"Expected sequences that differ in their first dimension only, but got the shapes "
                f"{list(sequences[0].shape)} and {list(sequence.shape)}"
            )
    steps = max(sequence.shape[0] for sequence in sequences)

    def padded(sequence: Tensor) -> Tensor:
        missing = steps - sequence.shape[0]
        ends = (missing, 0) if padding_side == "left" else (0, missing)
        return F.pad(sequence.to(sequences[0].dtype), (*(0, 0) * len(rest), *ends), value=padding_value)

    return ag.stack([padded(sequence) for sequence in sequences], 0 if batch_first else 1)


def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> list[Tensor]:
    """The sequences that were padded: the inverse of `pad_sequence`.

    Parameters
    ----------
    padded_sequences : Tensor
        Shape (steps, batch, ...), or (batch, steps, ...) with `batch_first`; padded at the end.
    lengths : Tensor
        Of each sequence.
    batch_first : bool

    Returns
    -------
    list of Tensor
        Views of the input.

    Raises
    ------
    ValueError
        If there are not as many lengths as sequences.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import unpad_sequence
    >>> unpad_sequence(ag.tensor([[1, 2], [3, 0]]), ag.tensor([2, 1]), batch_first=True)
    [tensor([1, 2]), tensor([3])]
    """
    sequences = padded_sequences.unbind(0 if batch_first else 1)
    return [sequence[: max(length, 0)] for sequence, length in zip(sequences, lengths.tolist(), strict=True)]


def pack_sequence(sequences: Sequence[Tensor], enforce_sorted: bool = True) -> PackedSequence:
    """Pack sequences of different lengths.

    Parameters
    ----------
    sequences : sequence of Tensor
        Shapes (length, ...), where all but the length is the same.
    enforce_sorted : bool
        Whether they must come in the order of decreasing length.

    Returns
    -------
    PackedSequence

    Raises
    ------
    RuntimeError
        If they do not fit together, one is empty, or they are not sorted though they should be.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pack_sequence
    >>> pack_sequence([ag.tensor([1, 2]), ag.tensor([3])]).data
    tensor([1, 3, 2])
    """
    lengths = [sequence.shape[0] for sequence in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences: PackedSequence) -> list[Tensor]:
    """The sequences that are packed: the inverse of `pack_sequence`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils.rnn import pack_sequence, unpack_sequence
    >>> unpack_sequence(pack_sequence([ag.tensor([1, 2]), ag.tensor([3])]))
    [tensor([1, 2]), tensor([3])]
    """
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
