"""Writes the type stubs of what is made from the op records at run time.

``python tools/generate_stubs.py`` writes them, ``--check`` only says which are out of date and then exits with 1.

A stub is laid out as the formatter would, so that nothing but the package itself is needed to make one.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from stub_text import (
    WIDTH,
    Parameter,
    Signature,
    default_text,
    definition,
    documentation,
    import_lines,
    none_last,
    read_parameter,
    sort_key,
    with_synonyms,
)

import arraygrad
from arraygrad import methods
from arraygrad.dtypes import DType
from arraygrad.op import OPS, Op
from arraygrad.tensor import Tensor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "arraygrad"
HEADER = "# Made by tools/generate_stubs.py from the op records: do not edit.\n"

#: Built-in types whose names a stub needs for methods and dtypes of the same name.
BUILTINS = ("bool", "complex", "float", "int")
NUMBER = "_Number"
OPERAND = f"Tensor | {NUMBER}"
SIZES = "_int | Sequence[_int]"

#: Parameters that a declaration leaves open (as ``Any``), by name.
PARAMETERS = {
    "bias": "Tensor",
    "boundaries": "Tensor",
    "dilation": SIZES,
    "dims": SIZES,
    "dtype": "DType",
    "generator": "Generator",
    "input": OPERAND,
    "kernel_size": SIZES,
    "normalized_shape": SIZES,
    "other": OPERAND,
    "output_padding": SIZES,
    "output_size": SIZES,
    "padding": f"str | {SIZES}",
    "pos_weight": "Tensor",
    "repeats": f"Tensor | {SIZES}",
    "shifts": SIZES,
    "sorted_sequence": "Tensor",
    "sorter": "Tensor",
    "stride": SIZES,
    "tensors": "Tensor | Sequence[Tensor]",
    "value": NUMBER,
    "var": f"Tensor | {NUMBER}",
    "weight": "Tensor",
    "weights": "Tensor",
}

#: What one signature made from the declaration cannot say: parameters after the first operand, and the result.
OVERLOADS = {
    "aminmax": [("*, dim: _int | None = None, keepdim: _bool = False", "(min, max)")],
    "max": [("", "Tensor"), ("dim: _int, keepdim: _bool = False", "(values, indices)"), ("other: Tensor", "Tensor")],
    "min": [("", "Tensor"), ("dim: _int, keepdim: _bool = False", "(values, indices)"), ("other: Tensor", "Tensor")],
    "nonzero": [
        ("*, as_tuple: Literal[False] = False", "Tensor"),
        ("*, as_tuple: Literal[True]", "tuple[Tensor, ...]"),
    ],
    "stride": [("dim: None = None", "tuple[_int, ...]"), ("dim: _int", "_int")],
    "type": [
        ("dtype: None = None, non_blocking: _bool = False", "str"),
        ("dtype: DType | TensorType | str, non_blocking: _bool = False", "Tensor"),
    ],
}

#: Results of the methods that are too short to be annotated, and of their properties.
RESULTS = {
    "__complex__": "_complex", "__float__": "_float", "__int__": "_int", "__iter__": "Iterator[Tensor]",
    "__reduce_ex__": "tuple[Any, ...]", "T": "Tensor", "dim": "_int", "element_size": "_int", "get_device": "_int",
    "mH": "Tensor", "is_complex": "_bool", "is_cpu": "_bool", "is_cuda": "_bool", "is_floating_point": "_bool",
    "is_meta": "_bool", "is_mkldnn": "_bool", "is_mps": "_bool", "is_nested": "_bool", "is_quantized": "_bool",
    "is_sparse": "_bool", "is_sparse_csr": "_bool", "is_xla": "_bool", "is_xpu": "_bool", "layout": "Layout",
    "ndimension": "_int", "__reversed__": "Tensor",
    "is_signed": "_bool", "itemsize": "_int", "nbytes": "_int", "output_nr": "_int", "retains_grad": "_bool",
    "type_as": "Tensor",
}  # fmt: skip


#: Where the names come from that stubs need, whether or not the annotated module has them at run time.
KNOWN = {
    "Any": "typing",
    "Callable": "collections.abc",
    "DType": "arraygrad.dtypes",
    "Generator": "arraygrad.random",
    "Iterator": "collections.abc",
    "Layout": "arraygrad.layouts",
    "Literal": "typing",
    "Sequence": "collections.abc",
    "Size": "arraygrad.tensor",
    "SparseCsrTensor": "arraygrad.sparse",
    "SparseTensor": "arraygrad.sparse",
    "Tensor": "arraygrad.tensor",
    "TensorType": "arraygrad.tensor_types",
}


@dataclass
class Stub:
    """The text of one stub, and the imports that it turns out to need."""

    imports: set[tuple[str, str, str]] = field(default_factory=set)
    tuples: dict[tuple[str, ...], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    typed_numbers: bool = False

    def need(self, module: str, name: str, alias: str = "") -> str:
        """Import a name; gives what it is called in the stub."""
        self.imports.add((module, name, alias))
        return alias or name

    # -- types ---------------------------------------------------------------------------------------------------
    def scan(self, text: str) -> str:
        """Import what a type that is written in this file needs."""
        for name in dict.fromkeys(re.findall(r"[A-Za-z_]+", text)):
            if name == NUMBER:
                self.typed_numbers = True
            elif name[1:] in BUILTINS and name[0] == "_":
                self.need("builtins", name[1:], name)
            elif name in KNOWN:
                self.need(KNOWN[name], name)
        return text

    def spell(self, annotation: Any, scope: dict[str, Any]) -> str:
        """A type in the stub's words, from an annotation in another module's."""
        if not isinstance(annotation, str):
            return self.type_name(annotation)
        return self._node(ast.parse(annotation, mode="eval").body, scope)

    def _node(self, node: ast.expr, scope: dict[str, Any]) -> str:
        match node:
            case ast.Constant(value=str()):
                return self.spell(node.value, scope)
            case ast.Constant():
                return "..." if node.value is Ellipsis else repr(node.value)
            case ast.BinOp(op=ast.BitOr()):
                return none_last(f"{self._node(node.left, scope)} | {self._node(node.right, scope)}")
            case ast.Subscript():
                return f"{self._node(node.value, scope)}[{self._node(node.slice, scope)}]"
            case ast.Tuple():
                return ", ".join(self._node(n, scope) for n in node.elts)
            case ast.List():
                return f"[{', '.join(self._node(n, scope) for n in node.elts)}]"
            case _:
                text = ast.unparse(node)
                if text in KNOWN:
                    return self.scan(text)
                return self.type_name(eval(text, scope))

    def type_name(self, kind: Any) -> str:
        """The name of a class, or the spelling of a union, in the stub."""
        if kind is None or kind is types.NoneType:
            return "None"
        if kind is Any:
            return self.need("typing", "Any")
        if isinstance(kind, types.UnionType):
            return none_last(" | ".join(self.type_name(k) for k in typing.get_args(kind)))
        if isinstance(kind, types.GenericAlias):
            arguments = ", ".join("..." if a is Ellipsis else self.type_name(a) for a in typing.get_args(kind))
            return f"{self.type_name(typing.get_origin(kind))}[{arguments}]"
        module, name = kind.__module__, kind.__name__
        if module == "builtins":
            return self.scan(f"_{name}") if name in BUILTINS else name
        if module == "numpy":
            self.imports.add(("numpy", "", "np"))
            return f"np.{name}"
        return self.need(module, name)

    def named_tuple(self, fields: tuple[str, ...]) -> str:
        """The class of results that come as a named tuple."""
        name = "_" + "".join(part.capitalize() for f in fields for part in f.split("_"))
        self.tuples[fields] = name
        return name

    # -- from a function -----------------------------------------------------------------------------------------
    def of_function(self, function: Callable[..., Any], name: str = "") -> list[Signature]:
        """The signature of a written function, or the overloads given here."""
        signature = inspect.signature(function)
        scope = getattr(inspect.unwrap(function), "__globals__", {})
        parameters = tuple(self._parameters(signature.parameters.values(), lambda p: self._plain(p, scope)))
        if name in OVERLOADS:
            return self.overloads(name, parameters[0])
        if name in RESULTS:
            result = self.scan(RESULTS[name])
        elif signature.return_annotation is inspect.Signature.empty:
            raise TypeError(f"{name or function.__name__} has no annotation of its result")
        else:
            result = self.spell(signature.return_annotation, scope)
        return [Signature(parameters, result)]

    def _plain(self, parameter: inspect.Parameter, scope: dict[str, Any]) -> str:
        if parameter.annotation is inspect.Parameter.empty:
            return self.scan("Any")
        return self.spell(parameter.annotation, scope)

    def overloads(self, name: str, first: Parameter) -> list[Signature]:
        """The signatures that are written out in `OVERLOADS`."""
        made = []
        for rest, result in OVERLOADS[name]:
            parameters = [read_parameter(text) for text in rest.split(", ") if text]
            if result.startswith("("):
                result = self.named_tuple(tuple(result[1:-1].split(", ")))
            self.scan(f"{rest} {result}")
            made.append(Signature((first, *parameters), result))
        return made

    def _parameters(
        self, parameters: Iterable[inspect.Parameter], kind: Callable[[inspect.Parameter], str]
    ) -> Iterator[Parameter]:
        """The parameters of a function with the markers between them."""
        starred, positional = False, False
        for parameter in parameters:
            if positional and parameter.kind is not parameter.POSITIONAL_ONLY:
                yield Parameter("/")
            positional = parameter.kind is parameter.POSITIONAL_ONLY
            if parameter.kind is parameter.VAR_POSITIONAL:
                starred = True
            elif parameter.kind is parameter.KEYWORD_ONLY and not starred:
                starred = True
                yield Parameter("*")
            stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(parameter.kind.name, "")
            yield Parameter(stars + parameter.name, kind(parameter), default_text(parameter.default))
        if positional:
            yield Parameter("/")

    # -- from an op record ---------------------------------------------------------------------------------------
    def of_op(self, op: Op) -> list[Signature]:
        """The signatures of an op's function."""
        _, *declared = inspect.signature(op.body).parameters.values()
        scope = op.body.__globals__
        parameters = tuple(self._parameters(declared, lambda p: self._operand(p, scope)))
        if op.name in OVERLOADS:
            return self.overloads(op.name, parameters[0])
        if op.outputs:
            result = self.named_tuple(op.outputs)
        else:
            written = str(op.body.__annotations__["return"])
            result = re.sub(r"\b(Array|IndexArray)\b", "Tensor", written)
            result = self.spell(result.replace("tuple[Any", "tuple[Tensor"), {**scope, "Tensor": Tensor})
        return list(with_synonyms(Signature(parameters, result)))

    def _operand(self, parameter: inspect.Parameter, scope: dict[str, Any]) -> str:
        """The type of an op's parameter: operands may be tensors or numbers, sizes any sequence."""
        written = str(parameter.annotation)
        if written in ("Any", "Any | None") and parameter.name in PARAMETERS:
            optional = parameter.default is None or written != "Any"
            return self.scan(PARAMETERS[parameter.name] + (" | None" if optional else ""))
        if written in ("Sequence[Array]", "Sequence[IndexArray]"):
            return self.scan("Tensor | Sequence[Tensor]")
        if written in ("Array", "Array | None"):
            return self.scan(written.replace("Array", OPERAND))
        if written in ("IndexArray", "IndexArray | None"):
            return self.scan(written.replace("IndexArray", "Tensor"))
        spelled = self.spell(written, scope)
        if "tuple[_int, ...]" in spelled:
            self.need("collections.abc", "Sequence")
        return spelled.replace("tuple[_int, ...]", "Sequence[_int]")

    # -- text ----------------------------------------------------------------------------------------------------
    def define(self, name: str, signatures: list[Signature], doc: str, *, indent: str = "", note: str = "") -> None:
        """Write a function, overloaded if it has several signatures."""
        if len(signatures) > 1:
            self.need("typing", "overload")
        for signature in signatures:
            if len(signatures) > 1:
                self.lines.append(f"{indent}@overload")
            body = documentation(doc, indent + "    ")
            *start, last = definition(name, signature, indent, WIDTH if body else WIDTH - len(" ..."))
            self.lines += [*start, last, *body, ""] if body else [*start, f"{last} ...{note}"]

    def finish(self, own: str, names: Iterable[str] = ()) -> str:
        """The text of the whole file; `own` is the module that it describes."""
        head: list[str] = []
        if self.tuples:
            self.need("typing", "NamedTuple")
        if self.typed_numbers:
            self.need("typing", "TypeAlias")
            for name in ("complex", "float", "int"):
                self.need("builtins", name, f"_{name}")
            head.append(f"{NUMBER}: TypeAlias = _int | _float | _complex\n")
        for fields, name in sorted(self.tuples.items(), key=lambda item: item[1]):
            self.need("arraygrad.tensor", "Tensor")
            head.append("\n".join([f"class {name}(NamedTuple):", *(f"    {f}: Tensor" for f in fields), ""]))
        if names:
            listed = "".join(f'    "{name}",\n' for name in sorted(names, key=sort_key))
            head.insert(0, f"__all__ = [\n{listed}]\n")
        parts = [*import_lines({i for i in self.imports if i[0] != own}), *head, "\n".join(self.lines)]
        return HEADER + "\n" + "\n".join(parts).rstrip() + "\n"


# -- the stubs ---------------------------------------------------------------------------------------------------


def spelled_functions(face: str, module: types.ModuleType) -> str:
    """The stub of a module of functions: re-exports, dtypes and constants, and one function per op of the face."""
    stub = Stub()
    ops = {}
    for op in OPS.values():
        for name in op.names_in(face):
            ops[name] = (op, False)
            if op.inplace:
                ops[name + "_"] = (op, True)
    names = [name for name in module.__dir__() if not name.startswith("_")]
    for name in names:
        value = getattr(module, name)
        code = getattr(value, "__code__", None)
        if name in ops and (code is None or code.co_filename != module.__file__):
            op, inplace = ops[name]
            signatures = stub.of_op(op)
            if inplace:
                signatures = [written_to(s) for s in signatures]
            elif face != "nn.functional" and not op.view:
                signatures = [with_out(s, op, stub) for s in signatures]
            elif op.inplace and face == "nn.functional":
                signatures = [with_inplace(s, stub) for s in signatures]
            stub.define(name, signatures, value.__doc__ or "")
        elif isinstance(value, DType):
            stub.lines += [f"{name}: {stub.type_name(DType)}", ""]
        elif not callable(value):
            stub.lines += [f"{name}: {stub.type_name(type(value))}", ""]
        elif isinstance(value, type) and value.__module__ == module.__name__:
            bases = ", ".join(stub.type_name(base) for base in value.__bases__)
            stub.lines += [f"class {name}({bases}):", *documentation(value.__doc__ or "", "    "), ""]
        elif value.__module__ == module.__name__ or not hasattr(import_module(value.__module__), value.__name__):
            stub.define(name, stub.of_function(value), value.__doc__ or "")
        else:
            stub.need(value.__module__, value.__name__, "" if value.__name__ == name else name)
    return stub.finish(module.__name__, names)


def written_to(signature: Signature) -> Signature:
    """The in-place function: what is written to is a tensor."""
    first, *rest = signature.parameters
    return Signature((replace(first, kind="Tensor"), *rest), signature.result)


def with_out(signature: Signature, op: Op, stub: Stub) -> Signature:
    """The function with PyTorch's argument for the tensors that results are written to."""
    star = () if any(p.text.startswith("*") for p in signature.parameters) else (Parameter("*"),)
    kind = stub.scan("Sequence[Tensor] | None" if op.outputs else "Tensor | None")
    return Signature((*signature.parameters, *star, Parameter("out", kind, "None")), signature.result)


def with_inplace(signature: Signature, stub: Stub) -> Signature:
    """The function with PyTorch's last positional argument."""
    at = next((i for i, p in enumerate(signature.parameters) if p.text.startswith("*")), len(signature.parameters))
    flag = Parameter("inplace", stub.scan("_bool"), "False")
    return Signature((*signature.parameters[:at], flag, *signature.parameters[at:]), signature.result)


def written_members() -> set[str]:
    """The names that the body of the class defines itself."""
    tree = ast.parse((PACKAGE / "tensor.py").read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in ("Tensor", "TensorState"):
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    names.add(member.name)
    return names


def tensor_members() -> dict[str, Any]:
    """The attributes that `Tensor` is given when the package is imported, in order of their names."""

    class Plain:
        """What every class has."""

    known = written_members() | vars(Plain).keys()
    return {name: value for name, value in sorted(vars(Tensor).items()) if name not in known}


def tensor_methods() -> str:
    """The stub of the base class that names the members of `Tensor`."""
    stub = Stub()
    stub.lines += ["class TensorMethods:"]
    methods_of_ops: dict[str, tuple[Op, str]] = {}
    for op in OPS.values():
        for name in (op.name, *op.aliases):
            if "Tensor" in op.faces:
                methods_of_ops[name] = (op, "")
            if op.inplace:
                methods_of_ops[name + "_"] = (op, "Self")
    for name, value in tensor_members().items():
        doc, signatures = value.__doc__ or "", []
        if name in methods_of_ops:
            op, result = methods_of_ops[name]
            signatures = stub.of_op(op)
            if result:
                stub.need("typing", result)
                doc = f"In-place form of `{op.name}`."
            else:
                doc = op.doc
                if op.name in methods._VARARGS and not signatures[0].parameters[1].text.startswith("*"):
                    signatures.insert(0, one_by_one(signatures[0], stub))
            signatures = [s.method(result) for s in signatures]
        elif name.startswith("__"):
            signatures = operator_signature(name.strip("_"), stub)
            doc = "" if signatures else doc
        elif isinstance(value, property):
            stub.lines.append("    @property")
            value = value.fget
        if not signatures:
            itself = stub.need("typing", "Self") if name.endswith("_") and not name.startswith("_") else None
            signatures = [s.method(itself) for s in stub.of_function(value, name)]
        note = "  # type: ignore[override]" if name in ("__eq__", "__ne__") else ""
        stub.define(name, signatures, doc, indent="    ", note=note)
    return stub.finish("arraygrad.tensor_methods")


def operator_signature(operator: str, stub: Stub) -> list[Signature]:
    """The signature of an operator's method; none if it is another special method."""
    first, second = Parameter("self"), Parameter("other", OPERAND)
    if operator in methods._UNARY:
        return [Signature((first,), "Tensor")]
    if operator in ("eq", "ne"):
        return [Signature((first, replace(second, kind="object")), "Tensor")]
    reflected = {"rdiv", *(f"r{name}" for name in methods._BINARY)}
    if operator in methods._COMPARE or operator in methods._BINARY or operator in reflected:
        return [Signature((first, second), stub.scan("Tensor"))]
    if operator in {f"i{name}" for name in methods._BINARY}:
        return [Signature((first, second), stub.need("typing", "Self"))]
    return []


def one_by_one(signature: Signature, stub: Stub) -> Signature:
    """The form of a method that takes its sizes one by one."""
    first, second, *_ = signature.parameters
    return Signature((first, Parameter(f"*{second.text.lstrip('*')}", stub.scan("_int"))), signature.result)


def top_level() -> str:
    """The stub of the package: its modules, and everything from `functions`."""
    lines = [f"from arraygrad import {name} as {name}" for name in sorted(vars(arraygrad)["_SUBMODULES"])]
    elsewhere = [(module, f"{name} as {name}") for name, module in vars(arraygrad)["_ELSEWHERE"].items()]
    elsewhere.append(("functions", "*  # noqa: F403"))
    lines += [f"from arraygrad.{module} import {names}" for module, names in sorted(elsewhere)]
    return HEADER + "\n" + "\n".join([*lines, "", "__version__: str", ""])


def stubs() -> dict[Path, str]:
    """The text of every stub by its path."""
    made = {PACKAGE / "__init__.pyi": top_level(), PACKAGE / "tensor_methods.pyi": tensor_methods()}
    faces = {face for op in OPS.values() for face in op.faces} - {"Tensor", "torch"}
    for face, name in [("torch", "functions"), *((face, face) for face in sorted(faces))]:
        path = PACKAGE.joinpath(*name.split(".")).with_suffix(".pyi")
        if path.with_suffix(".py").exists():
            made[path] = spelled_functions(face, import_module(f"arraygrad.{name}"))
    return made


def main(arguments: list[str]) -> int:
    """Write the stubs, or check them; gives the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    made = stubs()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if arguments:
            print(f"{path.relative_to(ROOT)} is out of date: run python tools/generate_stubs.py")
        else:
            path.write_text(made[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
