"""Making one batch out of a list of samples."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import numpy as np

import arraygrad.functions as functions
from arraygrad.dtypes import float64
from arraygrad.tensor import Tensor
from arraygrad.utils.data.dataset import TensorSamples

__all__ = ["default_collate", "default_convert"]


def default_collate(batch: Sequence[Any]) -> Any:
    """Stack the samples of a batch, keeping the structure of a sample.

    Parameters
    ----------
    batch : sequence
        The samples, all of one structure: tensors, NumPy arrays, numbers, strings, or tuples, lists, named tuples and
        mappings of them, nested as deep as you like.

    Returns
    -------
    object
        Tensors and NumPy arrays are stacked along a new first dimension, numbers become a tensor (``float`` gives
        float64), strings and bytes stay as they are, a tuple becomes a list of its fields, and other collections keep
        their type. What was not a tensor becomes one on the host.

    Raises
    ------
    TypeError
        For a type that is none of these.
    RuntimeError
        If the samples are sequences of unequal lengths, or tensors of unequal shapes.

    Examples
    --------
    >>> from arraygrad.utils.data import default_collate
    >>> default_collate([(0, "a"), (1, "b")])
    [tensor([0, 1]), ('a', 'b')]
    """
    if isinstance(batch, TensorSamples):
        return list(batch.columns)
    first = batch[0]
    if isinstance(first, Tensor):
        return functions.stack(list(batch), 0)
    if isinstance(first, (np.ndarray, np.bool_, np.number)):
        _check_numeric(first)
        return functions.from_numpy(np.stack(batch), device="cpu")
    if isinstance(first, float):
        return functions.tensor(list(batch), dtype=float64, device="cpu")
    if isinstance(first, int):
        return functions.tensor(list(batch), device="cpu")
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        return _like_mapping(first, lambda key: default_collate([sample[key] for sample in batch]))
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        return _like_sequence(first, [default_collate(field) for field in zip(*batch, strict=True)], tuple_type=list)
    raise TypeError(
        f"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {type(first)}"
    )


def default_convert(data: Any) -> Any:
    """Turn the NumPy arrays in a sample into tensors on the host; everything else stays as it is.

    A loader without batches (``batch_size=None``) passes each sample through this.

    Examples
    --------
    >>> import numpy as np
    >>> from arraygrad.utils.data import default_convert
    >>> default_convert({"x": np.arange(2), "name": "a"})
    {'x': tensor([0, 1]), 'name': 'a'}
    """
    if isinstance(data, np.ndarray) and data.dtype.kind in "biufc":
        return functions.as_tensor(data, device="cpu")
    if isinstance(data, (np.bool_, np.number)):
        return functions.from_numpy(np.asarray(data), device="cpu")
    if isinstance(data, Mapping):
        return _like_mapping(data, lambda key: default_convert(data[key]))
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _like_sequence(data, [default_convert(item) for item in data], tuple_type=list)
    return data


def _check_numeric(value: Any) -> None:
    if value.dtype.kind not in "biufc":
        raise TypeError(
            f"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {value.dtype}"
        )


def _like_mapping(model: Mapping[Any, Any], value_of: Callable[[Any], Any]) -> Mapping[Any, Any]:
    values = {key: value_of(key) for key in model}
    try:
        if isinstance(model, MutableMapping):
            result = copy.copy(model)  # A mapping type may carry more than its items, such as a default factory.
            result.update(values)
            return result
        return type(model)(values)  # type: ignore[call-arg]
    except TypeError:  # The type can be neither copied nor made from a mapping.
        return values


def _like_sequence(model: Sequence[Any], values: list[Any], tuple_type: Callable[[list[Any]], Any]) -> Any:
    if isinstance(model, tuple):
        make = getattr(type(model), "_make", tuple_type)
        return make(values)
    try:
        if isinstance(model, MutableSequence):
            result = copy.copy(model)
            for i, value in enumerate(values):
                result[i] = value
            return result
        return type(model)(values)  # type: ignore[call-arg]
    except TypeError:  # Such as a range.
        return values
