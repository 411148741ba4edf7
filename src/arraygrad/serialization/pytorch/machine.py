"""The machine that a pickle is a program for, with a small part of its instructions.

It calls nothing but what is `Known`, and makes objects of classes that were allowed without calling these. It is
written here because Python's own unpickler, restricted as far as it can be, still lets a file take memory that the file
does not fill, and sets attributes and items of whatever it has at hand.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.instances import add_attributes, empty_instance, set_state
from arraygrad.serialization.pytorch.arrays import ArrayType, fill_array
from arraygrad.serialization.pytorch.contents import Contents
from arraygrad.serialization.pytorch.known import Known, Opaque
from arraygrad.serialization.pytorch.stream import VALUES, Stream
from arraygrad.serialization.structure_writer import valid_key

__all__ = ["Machine"]

#: How much may be copied by a program of any length.
_FREE = 10_000
_SIZED = (str, bytes, bytearray, list, tuple, dict, set, frozenset)
_DICTIONARIES = (dict, OrderedDict, Counter, defaultdict)


class Machine:
    """Runs one pickle.

    Parameters
    ----------
    stream : Stream
    find : callable
        ``find(module, name)`` gives what a name stands for: a `Known`, an allowed class or function, a value.
    load_storage : callable
        ``load_storage(reference)`` gives what the reference to a tensor's memory stands for.
    """

    def __init__(
        self, stream: Stream, find: Callable[[str, str], Any], load_storage: Callable[[object], Any] | None = None
    ) -> None:
        self._stream = stream
        self._find = find
        self._load_storage = load_storage
        self._stack: list[Any] = []
        self._below: list[list[Any]] = []
        self._memo: dict[int, Any] = {}
        self._contents = Contents()
        self._instances: dict[int, Any] = {}
        self._copied = 0

    def run(self) -> Any:
        """The object that the pickle describes."""
        steps, stream = 0, self._stream
        try:
            while True:
                steps += 1
                code = stream.take(1)
                if code in VALUES:
                    self._stack.append(VALUES[code](stream))
                elif code in _ACTIONS:
                    _ACTIONS[code](self)
                elif code == b".":
                    return self._contents.checked(self._pop(), steps)
                else:
                    raise self._malformed(f"the instruction {code!r}, which is not read")
        finally:
            self._contents.dismantle()

    def _malformed(self, what: str) -> UnreadableFileError:
        return UnreadableFileError(f"a pickle in it has {what}, before byte {self._stream.position}")

    # -- the stack and the memo ----------------------------------------------------------------------------------
    def _pop(self) -> Any:
        if not self._stack:
            raise self._malformed("an instruction without its operand")
        return self._stack.pop()

    def _top(self) -> Any:
        if not self._stack:
            raise self._malformed("an instruction without its operand")
        return self._stack[-1]

    def _mark(self) -> None:
        self._below.append(self._stack)
        self._stack = []

    def _pop_mark(self) -> list[Any]:
        if not self._below:
            raise self._malformed("an instruction without its mark")
        items, self._stack = self._stack, self._below.pop()
        return items

    def _get(self, size: int) -> None:
        number = self._stream.number(size)
        if number not in self._memo:
            raise self._malformed("a reference to nothing")
        self._stack.append(self._memo[number])

    def _put(self, size: int) -> None:
        self._memo[self._stream.number(size)] = self._top()

    def _memoize(self) -> None:
        self._memo[len(self._memo)] = self._top()

    def _protocol(self) -> None:
        self._stream.take(1)

    def _frame(self) -> None:
        self._stream.take(8)

    # -- containers ----------------------------------------------------------------------------------------------
    def _tuple(self, count: int) -> None:
        items = [self._pop() for _ in range(count)]
        self._stack.append(tuple(reversed(items)))

    def _tuple_from_mark(self) -> None:
        items = tuple(self._pop_mark())
        self._stack.append(items)

    def _extend(self, items: list[Any]) -> None:
        target = self._top()
        if type(target) is list:
            target.extend(items)
        elif not isinstance(target, Opaque):
            raise self._malformed(f"items for a {type(target).__name__}")

    def _set_items(self, items: list[Any]) -> None:
        target = self._top()
        if isinstance(target, Opaque):
            return
        if type(target) not in _DICTIONARIES or len(items) % 2:
            raise self._malformed(f"keys and values for a {type(target).__name__}")
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[self._key(key)] = value

    def _add_items(self) -> None:
        items, target = self._pop_mark(), self._top()
        if type(target) is not set:
            raise self._malformed(f"items for a {type(target).__name__}")
        target.update(map(self._key, items))

    def _frozenset(self) -> None:
        items = frozenset(map(self._key, self._pop_mark()))
        self._stack.append(items)

    def _key(self, key: Any) -> Any:
        if not isinstance(key, Opaque) and not valid_key(key):
            raise self._malformed(f"a key of type {type(key).__name__}")
        return key

    def _set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._set_items([key, value])

    def _charge(self, values: Any) -> None:
        """Count what a call may copy: a short program could copy something long again and again."""
        parts = values if isinstance(values, tuple) else (values,)
        self._copied += sum(len(part) for part in parts if isinstance(part, _SIZED))
        if self._copied > 4 * self._stream.consumed + _FREE:
            raise self._malformed("calls that copy more than it has")

    # -- names and calls -----------------------------------------------------------------------------------------
    def _push_global(self, module: object, name: object) -> None:
        if not isinstance(module, str) or not isinstance(name, str):
            raise self._malformed("a name that is not text")
        value = self._find(module, name)
        if not isinstance(value, (Known, Opaque)):
            self._contents.allowed[id(value)] = value
        self._stack.append(value)

    def _global(self) -> None:
        self._push_global(self._stream.line(), self._stream.line())

    def _stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        self._push_global(module, name)

    def _reduce(self) -> None:
        arguments, function = self._pop(), self._pop()
        if isinstance(function, Opaque):
            self._stack.append(Opaque())
        elif isinstance(function, Known):
            self._charge(arguments)
            made = function(arguments)
            self._contents.remember(made, arguments)
            self._stack.append(made)
        else:
            name = getattr(function, "__qualname__", type(function).__name__)
            raise self._malformed(f"a call of {name}: objects of classes that were allowed are made without calls")

    def _new_object(self) -> None:
        arguments, cls = self._pop(), self._pop()
        if isinstance(cls, Opaque):
            self._stack.append(Opaque())
        elif isinstance(cls, type) and arguments == ():
            instance = empty_instance(cls, cls.__qualname__)
            self._contents.allowed[id(instance)] = self._instances[id(instance)] = instance
            self._stack.append(instance)
        elif isinstance(cls, Known):
            self._stack.append(cls(arguments))
        else:
            raise self._malformed("an object that is made of more than attributes")

    def _build(self) -> None:
        state, target = self._pop(), self._top()
        self._charge(state)
        if isinstance(target, Opaque):
            return
        if isinstance(target, ArrayType):
            target.set_state(state)
        elif type(target) is np.ndarray:
            fill_array(target, state)
        elif type(target) is OrderedDict:
            add_attributes(target, state)
        elif id(target) in self._instances:
            set_state(target, state)
            self._contents.states.append(state)
        else:
            raise self._malformed(f"attributes for a {type(target).__name__}")

    def _persistent(self) -> None:
        reference = self._pop()
        if self._load_storage is None:
            raise self._malformed("a reference to a tensor's memory where there is none")
        self._stack.append(self._load_storage(reference))


_ACTIONS: dict[bytes, Callable[[Machine], None]] = {
    b"\x80": Machine._protocol,
    b"\x95": Machine._frame,
    b"(": Machine._mark,
    b"h": lambda machine: machine._get(1),
    b"j": lambda machine: machine._get(4),
    b"q": lambda machine: machine._put(1),
    b"r": lambda machine: machine._put(4),
    b"\x94": Machine._memoize,
    b"t": Machine._tuple_from_mark,
    b"\x85": lambda machine: machine._tuple(1),
    b"\x86": lambda machine: machine._tuple(2),
    b"\x87": lambda machine: machine._tuple(3),
    b"a": lambda machine: machine._extend([machine._pop()]),
    b"e": lambda machine: machine._extend(machine._pop_mark()),
    b"s": Machine._set_item,
    b"u": lambda machine: machine._set_items(machine._pop_mark()),
    b"\x90": Machine._add_items,
    b"\x91": Machine._frozenset,
    b"c": Machine._global,
    b"\x93": Machine._stack_global,
    b"R": Machine._reduce,
    b"\x81": Machine._new_object,
    b"b": Machine._build,
    b"Q": Machine._persistent,
}
