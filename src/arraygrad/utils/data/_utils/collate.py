"""Making one batch out of a list of samples."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any, TypeAlias

import numpy as np

import arraygrad.functions as functions
from arraygrad.dtypes import float64
from arraygrad.tensor import Tensor
from arraygrad.utils.data.dataset import TensorSamples

__all__ = ["collate", "default_collate", "default_collate_fn_map", "default_convert"]


#: A function that makes a batch of samples of one kind: ``function(batch, *, collate_fn_map)``.
Collate: TypeAlias = Callable[..., Any]
#: Such functions by the class of the samples, or by several.
CollateMap: TypeAlias = "dict[type | tuple[type, ...], Collate]"


def collate(batch: Sequence[Any], *, collate_fn_map: CollateMap | None = None) -> Any:
    """Make a batch of a list of samples, keeping the structure of a sample.

    Parameters
    ----------
    batch : sequence
        The samples, all of one structure.
    collate_fn_map : dict, optional
        By class (or tuple of classes), what makes a batch of samples of that class: a function of the batch and, as a
        keyword, of this dictionary. A sample's own class comes first, then the first entry that it is an instance of.
        Samples without an entry have to be mappings or sequences, whose fields are collated.

    Returns
    -------
    object
        A tuple becomes a list of its collated fields; other collections keep their type.

    Raises
    ------
    TypeError
        For a sample that has no entry and is no collection.
    RuntimeError
        If the samples are sequences of unequal lengths.

    Examples
    --------
    >>> from arraygrad.utils.data._utils.collate import collate
    >>> collate([(0, 2.0), (1, 3.0)], collate_fn_map={(int, float): lambda batch, *, collate_fn_map: sum(batch)})
    [1, 5.0]
    """
    functions_by_class = collate_fn_map or {}
    if isinstance(batch, TensorSamples) and functions_by_class.get(Tensor) is _stack_tensors:
        return list(batch.columns)
    first = batch[0]
    kind = type(first)
    for classes in (kind, *functions_by_class):
        if classes in functions_by_class and isinstance(first, classes):
            return functions_by_class[classes](batch, collate_fn_map=collate_fn_map)
    if isinstance(first, Mapping):
        return _like_mapping(
            first, lambda key: collate([sample[key] for sample in batch], collate_fn_map=collate_fn_map)
        )
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        fields = [collate(field, collate_fn_map=collate_fn_map) for field in zip(*batch, strict=True)]
        return _like_sequence(first, fields, tuple_type=list)
    raise _refusal(kind)


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
        their type. What was not a tensor becomes one on the host. Entries of
        ``arraygrad.utils.data._utils.collate.default_collate_fn_map`` can be added or replaced.

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
    return collate(batch, collate_fn_map=default_collate_fn_map)


def _stack_tensors(batch: Sequence[Tensor], *, collate_fn_map: CollateMap | None) -> Tensor:
    return functions.stack(list(batch), 0)


def _stack_arrays(batch: Sequence[Any], *, collate_fn_map: CollateMap | None) -> Tensor:
    if batch[0].dtype.kind not in "biufc":
        raise _refusal(batch[0].dtype)
    return functions.from_numpy(np.stack(batch), device="cpu")


def _floats(batch: Sequence[float], *, collate_fn_map: CollateMap | None) -> Tensor:
    return functions.tensor(list(batch), dtype=float64, device="cpu")


def _integers(batch: Sequence[int], *, collate_fn_map: CollateMap | None) -> Tensor:
    return functions.tensor(list(batch), device="cpu")


def _as_it_is(batch: Sequence[Any], *, collate_fn_map: CollateMap | None) -> Sequence[Any]:
    return batch


def _refusal(kind: object) -> TypeError:
    return TypeError(
        f"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {kind}"
    )


#: What `default_collate` makes of samples that are no collections.
default_collate_fn_map: CollateMap = {
    Tensor: _stack_tensors,
    (np.ndarray, np.bool_, np.number): _stack_arrays,
    float: _floats,
    int: _integers,
    (str, bytes): _as_it_is,
}


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
