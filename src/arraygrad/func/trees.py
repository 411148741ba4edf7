"""Nested tuples, lists and dicts of tensors: taken apart and put together again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Tree", "broadcast_prefix", "flatten", "tree_map", "unflatten"]

#: What is left of a nested structure without its leaves: None stands for a leaf, else ``(type, keys, parts)``.
Tree = Any


def _parts(node: Any) -> tuple[Any, list[Any], list[Any]] | None:
    if isinstance(node, dict):
        return type(node), list(node), list(node.values())
    if isinstance(node, (tuple, list)):
        return type(node), [], list(node)
    return None


def flatten(node: Any) -> tuple[list[Any], Tree]:
    """The leaves in order, and the structure around them. Anything but a tuple, list or dict is a leaf."""
    found = _parts(node)
    if found is None:
        return [node], None
    kind, keys, values = found
    leaves: list[Any] = []
    trees = []
    for value in values:
        some, tree = flatten(value)
        leaves += some
        trees.append(tree)
    return leaves, (kind, keys, trees)


def unflatten(leaves: Sequence[Any], tree: Tree) -> Any:
    """The structure with other leaves."""
    return _built(iter(leaves), tree)


def _built(leaves: Any, tree: Tree) -> Any:
    if tree is None:
        return next(leaves)
    kind, keys, trees = tree
    values = [_built(leaves, t) for t in trees]
    if issubclass(kind, dict):
        pairs = dict(zip(keys, values, strict=True))
        return OrderedDict(pairs) if kind is OrderedDict else pairs
    if hasattr(kind, "_fields"):
        return kind(*values)
    return kind(values)


def tree_map(function: Callable[[Any], Any], node: Any) -> Any:
    """The structure with a function applied to each leaf."""
    leaves, tree = flatten(node)
    return unflatten([function(leaf) for leaf in leaves], tree)


def broadcast_prefix(prefix: Any, tree: Tree) -> list[Any] | None:
    """One entry of `prefix` per leaf of `tree`, where one may stand for a whole part; None if they do not match."""
    if tree is None:
        return [prefix] if _parts(prefix) is None else None
    found = _parts(prefix)
    count = _count(tree)
    if found is None:
        return [prefix] * count
    kind, keys, values = found
    if kind is not tree[0] or len(values) != len(tree[2]) or keys != tree[1]:
        return None
    entries: list[Any] = []
    for value, part in zip(values, tree[2], strict=True):
        some = broadcast_prefix(value, part)
        if some is None:
            return None
        entries += some
    return entries


def _count(tree: Tree) -> int:
    return 1 if tree is None else sum(map(_count, tree[2]))
