"""Sums of products in Einstein's notation, carried out as matrix products of pairs of operands."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

#: A subscript: a letter, or a negative integer for a dimension of the ellipsis counted from its last one.
Labels = list[Any]


def _parse(part: str, which: str) -> Labels:
    """Subscripts of one operand, with ``...`` for an ellipsis.

    Raises
    ------
    RuntimeError
        If something else stands there.
    """
    labels: Labels = []
    i = 0
    while i < len(part):
        if part.startswith("...", i):
            if "..." in labels:
                raise RuntimeError(f"einsum(): found '.' for {which} for which an ellipsis was already found")
            labels.append("...")
            i += 3
        elif part[i] == ".":
            raise RuntimeError(f"einsum(): found '.' for {which} that is not part of any ellipsis")
        elif part[i] in LETTERS:
            labels.append(part[i])
            i += 1
        else:
            raise RuntimeError(
                f"einsum(): invalid subscript given at index {i} in the equation string, subscripts must be in "
                f"[a-zA-Z]: {part!r}"
            )
    return labels


def _equation(args: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """Equation and operands, from either form of the call."""
    if isinstance(args[0], str):
        listed = len(args) == 2 and isinstance(args[1], (tuple, list))
        return args[0], list(args[1] if listed else args[1:])
    texts = ["".join("..." if label is Ellipsis else LETTERS[label] for label in labels) for labels in args[1::2]]
    equation = ",".join(texts)
    if len(args) % 2:
        equation += "->" + "".join("..." if label is Ellipsis else LETTERS[label] for label in args[-1])
    return equation, list(args[: len(args) // 2 * 2 : 2])


def _expanded(labels: Labels, ndim: int, index: int) -> Labels:
    """The labels of an operand, one for each dimension.

    Raises
    ------
    RuntimeError
        If there are too many or too few.
    """
    extra = ndim - (len(labels) - labels.count("..."))
    if extra < 0 or (extra and "..." not in labels):
        note = "" if "..." in labels else " and no ellipsis was given"
        fault = "is more than" if extra < 0 and "..." in labels else "does not match"
        raise RuntimeError(
            f"einsum(): the number of subscripts in the equation ({len(labels) - labels.count('...')}) {fault} the "
            f"number of dimensions ({ndim}) for operand {index}{note}"
        )
    if "..." not in labels:
        return labels
    at = labels.index("...")
    return [*labels[:at], *range(-extra, 0), *labels[at + 1 :]]


def _output(given: str | None, inputs: Sequence[Labels]) -> Labels:
    """The labels of the result.

    Raises
    ------
    RuntimeError
        If one is unknown or there twice.
    """
    known = [label for labels in inputs for label in labels]
    ellipsis = sorted({label for label in known if isinstance(label, int)})
    if given is None:
        return [*ellipsis, *sorted(label for label in set(known) if isinstance(label, str) and known.count(label) == 1)]
    result: Labels = []
    for label in _parse(given, "the output"):
        if label == "...":
            result += ellipsis
        elif label in result:
            raise RuntimeError(f"einsum(): output subscript {label} appears more than once in the output")
        elif label not in known:
            raise RuntimeError(
                f"einsum(): output subscript {label} does not appear in the equation for any input operand"
            )
        else:
            result.append(label)
    return result


def _distinct(xp: Any, x: Any, labels: Labels, index: int) -> tuple[Any, Labels]:
    """Take the diagonal where a label is repeated."""
    for label in dict.fromkeys(labels):
        while labels.count(label) > 1:
            i = labels.index(label)
            j = labels.index(label, i + 1)
            if x.shape[i] != x.shape[j]:
                raise RuntimeError(
                    f"einsum(): subscript {label} is repeated for operand {index} but the sizes don't match, "
                    f"{x.shape[j]} != {x.shape[i]}"
                )
            x = xp.diagonal(x, 0, i, j)
            labels = [*labels[:i], *labels[i + 1 : j], *labels[j + 1 :], label]
    return x, labels


def _sizes(operands: Sequence[Any], inputs: Sequence[Labels]) -> dict[Any, int]:
    sizes: dict[Any, int] = {}
    for index, (x, labels) in enumerate(zip(operands, inputs, strict=True)):
        for label, n in zip(labels, x.shape, strict=True):
            m = sizes.setdefault(label, n)
            if m == 1:
                sizes[label] = n
            elif n not in (1, m):
                raise RuntimeError(
                    f"einsum(): subscript {label} has size {n} for operand {index} which does not broadcast with "
                    f"previously seen size {m}"
                )
    return sizes


def _summed(xp: Any, x: Any, labels: Labels, keep: set[Any]) -> tuple[Any, Labels]:
    """Sum over the labels that nothing else needs."""
    axes = tuple(i for i, label in enumerate(labels) if label not in keep)
    return (xp.sum(x, axis=axes), [label for label in labels if label in keep]) if axes else (x, labels)


def _product(xp: Any, a: Any, labels_a: Labels, b: Any, labels_b: Labels, keep: set[Any]) -> tuple[Any, Labels]:
    """Contract two operands over what they share and nothing else needs."""
    a, labels_a = _summed(xp, a, labels_a, keep | set(labels_b))
    b, labels_b = _summed(xp, b, labels_b, keep | set(labels_a))
    batch = [label for label in labels_a if label in labels_b and label in keep]
    inner = [label for label in labels_a if label in labels_b and label not in keep]
    only_a = [label for label in labels_a if label not in labels_b]
    only_b = [label for label in labels_b if label not in labels_a]
    sizes = {**dict(zip(labels_a, a.shape, strict=True)), **dict(zip(labels_b, b.shape, strict=True))}

    def shape(*groups: Labels) -> tuple[int, ...]:
        return tuple(sizes[label] for group in groups for label in group)

    left = xp.permute_dims(a, tuple(labels_a.index(label) for label in (*batch, *only_a, *inner)))
    right = xp.permute_dims(b, tuple(labels_b.index(label) for label in (*batch, *inner, *only_b)))
    if not inner:
        left = xp.reshape(left, shape(batch, only_a) + (1,) * len(only_b))
        right = xp.reshape(right, shape(batch) + (1,) * len(only_a) + shape(only_b))
        return left * right, [*batch, *only_a, *only_b]
    left = xp.reshape(left, (*shape(batch), prod(shape(only_a)), prod(shape(inner))))
    right = xp.reshape(right, (*shape(batch), prod(shape(inner)), prod(shape(only_b))))
    return xp.reshape(xp.matmul(left, right), shape(batch, only_a, only_b)), [*batch, *only_a, *only_b]


@op(composite=True, faces=("torch",))
def einsum(xp: Any, *args: Any) -> Array:
    """Sums of products of the operands' elements, in Einstein's notation.

    Parameters
    ----------
    equation : str
        Letters for the dimensions of each operand, separated by commas, and for those of the result behind ``->``. A
        letter that does not appear in the result is summed over; ``...`` stands for further dimensions, which
        broadcast. Without ``->`` the result has the letters that appear once, in order.
    *operands : Tensor
        Also as one sequence. Another form of the call gives each operand and then its dimensions as a list of integers.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the equation cannot be read or does not fit the operands.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.einsum("ij,j->i", ag.tensor([[1.0, 2.0], [3.0, 4.0]]), ag.tensor([1.0, 10.0]))
    tensor([21., 43.])
    """
    if not args:
        raise RuntimeError("einsum(): must provide at least one operand")
    equation, operands = _equation(args)
    text, arrow, output = equation.replace(" ", "").partition("->")
    parts = text.split(",")
    if not operands:
        raise RuntimeError("einsum(): must provide at least one operand")
    if len(parts) != len(operands):
        raise RuntimeError(
            f"einsum(): {'fewer' if len(parts) > len(operands) else 'more'} operands were provided than specified in "
            "the equation"
        )
    inputs = [
        _expanded(_parse(part, f"operand {i}"), x.ndim, i)
        for i, (part, x) in enumerate(zip(parts, operands, strict=True))
    ]
    result = _output(output if arrow else None, inputs)
    for i, (x, labels) in enumerate(zip(operands, inputs, strict=True)):
        operands[i], inputs[i] = _distinct(xp, x, labels, i)
    sizes = _sizes(operands, inputs)
    for i, (x, labels) in enumerate(zip(operands, inputs, strict=True)):
        # A size of one that stands for a larger one: without it the operand is the same for all.
        flat = [label for label, n in zip(labels, x.shape, strict=True) if n == 1 and sizes[label] != 1]
        if flat:
            operands[i] = xp.squeeze(x, axis=tuple(labels.index(label) for label in flat))
            inputs[i] = [label for label in labels if label not in flat]
    total, labels = operands[0], inputs[0]
    for i in range(1, len(operands)):
        keep = set(result).union(*inputs[i + 1 :])
        total, labels = _product(xp, total, labels, operands[i], inputs[i], keep)
    total, labels = _summed(xp, total, labels, set(result))
    missing = [label for label in result if label not in labels]
    if missing:
        raise RuntimeError(f"einsum(): no operand has a dimension for {missing}")
    return xp.permute_dims(total, tuple(labels.index(label) for label in result))


einsum.cases(
    case("ij,jk->ik", real(2, 3), real(3, 4)),
    case("bij,bjk->bik", real(2, 2, 3), real(2, 3, 4)),
    case("...ij,...jk->...ik", real(2, 2, 3), real(3, 4)),
    case("ii->i", real(3, 3)),
    case("ii", real(3, 3)),
    case("ij->", real(2, 3)),
    case("i,j", real(2), real(3)),
    case("ij,jk,kl->il", real(2, 3), real(3, 4), real(4, 2)),
    case("ij,ij->j", real(2, 3), real(1, 3)),
    case("ijk->kji", real(2, 3, 4)),
    case("bn,anm,bm->ba", real(2, 3), real(4, 3, 2), real(2, 2)),
)
