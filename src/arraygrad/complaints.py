"""What is wrong with the arguments of a call that failed: said in terms of the call, not of what went wrong inside.

Nothing here runs while calls succeed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from arraygrad.op import Op

__all__ = ["check_arguments", "check_dtypes"]


#: Words of array libraries in a TypeError that complains of data types.
_ABOUT_DTYPES = re.compile("dtype|data type|input types|loop|bool|complex")


def _is_int(value: Any) -> bool:
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or hasattr(value, "__array__") or _is_int(value)


_FITS: dict[str, Callable[[Any], bool]] = {
    "None": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool) or _is_int(value),
    "int": _is_int,
    "float": _is_number,
    "complex": lambda value: isinstance(value, complex) or _is_number(value),
    "str": lambda value: isinstance(value, str),
}


def _is_kind(kind: str, value: Any) -> bool:
    """Whether a value is what an annotation asks for; annotations that are not known here take anything."""
    if kind in _FITS:
        return _FITS[kind](value)
    if kind == "Dims":
        return _is("int | Sequence[int] | None", value)
    inside = kind.partition("[")[2].removesuffix("]").removesuffix(", ...")
    if kind.startswith(("Sequence[", "tuple[", "list[")) and "," not in inside:
        return isinstance(value, Sequence) and not isinstance(value, str) and all(_is(inside, item) for item in value)
    return True


def _is(annotation: str, value: Any) -> bool:
    depth, kinds = 0, [""]
    for character in annotation:
        depth += (character == "[") - (character == "]")
        if character == "|" and not depth:
            kinds.append("")
        else:
            kinds[-1] += character
    return any(_is_kind(kind.strip(), value) for kind in kinds)


def check_arguments(op: Op, given: Mapping[str, Any]) -> None:
    """Refuse arguments of types that an op does not take.

    Parameters
    ----------
    op : Op
    given : mapping
        Arguments by name, operands among them as tensors, arrays or numbers.

    Raises
    ------
    TypeError
        In PyTorch's words.
    """
    notes = op.body.__annotations__
    for position, name in enumerate(op.names, 1):
        if name not in given:
            continue
        value, kind = given[name], op.operands.get(name)
        if kind is None:
            fits, expected = _is(notes.get(name, ""), value), notes.get(name, "")
        elif kind in ("array", "index"):
            fits, expected = hasattr(value, "shape") or (value is None and op.defaults.get(name, 0) is None), "Tensor"
        else:
            fits = hasattr(value, "shape") or (isinstance(value, Sequence) and all(hasattr(v, "shape") for v in value))
            expected = "tuple of Tensors"
        if not fits:
            expected = "int or tuple of ints" if expected == "Dims" else expected
            raise TypeError(
                f"{op.name}(): argument '{name}' (position {position}) must be {expected}, not {type(value).__name__}"
            )


def check_dtypes(op: Op, error: Exception, arrays: Sequence[Any]) -> None:
    """Refuse operands of a dtype for which the library has no function.

    Raises
    ------
    NotImplementedError
        If that is what the library's TypeError means.
    """
    dtypes = list(dict.fromkeys(str(a.dtype).rpartition(".")[2] for a in arrays if hasattr(a, "dtype")))
    if not isinstance(error, TypeError) or not dtypes or not _ABOUT_DTYPES.search(str(error)):
        return
    if "bool" in dtypes:
        advice = "use logical_not, logical_xor or a conversion to numbers, for example .int()"
    elif any(d.startswith("complex") for d in dtypes):
        advice = "take .abs(), .real or .imag of complex numbers"
    else:
        advice = "convert the operands, for example with .float()"
    raise NotImplementedError(f"{op.name!r} is not implemented for {', '.join(dtypes)}: {advice}") from error
