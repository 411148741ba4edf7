"""The names and signatures of the array API standard, as array-api-strict has them."""

from __future__ import annotations

import inspect
from types import FunctionType

import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")

#: What array-api-strict has beyond the standard.
ITS_OWN = {
    "ArrayAPIStrictFlags",
    "Device",
    "__version__",
    "get_array_api_strict_flags",
    "reset_array_api_strict_flags",
    "set_array_api_strict_flags",
}
PARTS = ("", "fft", "linalg")


def part(namespace, name):
    return getattr(namespace, name) if name else namespace


@pytest.fixture(scope="module")
def strict():
    library = pytest.importorskip("array_api_strict")
    if library.__array_api_version__ != "2025.12":
        pytest.skip(f"array-api-strict follows version {library.__array_api_version__}")
    return library


@pytest.mark.parametrize("name", PARTS)
def test_the_names_are_the_standards(ag, strict, name):
    ours = part(ag.array_api, name)
    names = set(dir(ours)) if not name else set(ours.__all__)
    # array-api-strict has the two functions, but does not list them.
    theirs = set(part(strict, name).__all__) | ({"eig", "eigvals"} if name == "linalg" else set())
    assert names - {"special"} == theirs - ITS_OWN
    assert all(hasattr(ours, n) for n in names)


def parameters(function):
    """Kind, name where it can be used, and whether it may be left out, of each parameter."""
    return [
        (p.kind, p.name if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) else None, p.default is not p.empty)
        for p in inspect.signature(function).parameters.values()
    ]


@pytest.mark.parametrize("name", PARTS)
def test_the_signatures_are_the_standards(ag, strict, name):
    theirs = part(strict, name)
    for n in theirs.__all__:
        if n not in ITS_OWN and isinstance(getattr(theirs, n), FunctionType):
            assert parameters(getattr(part(ag.array_api, name), n)) == parameters(getattr(theirs, n)), n


def test_a_tensor_gives_the_namespace(ag, device):
    x = ag.ones(2)
    assert x.__array_namespace__() is ag.array_api
    assert x.__array_namespace__(api_version="2022.12") is ag.array_api
    with pytest.raises(ValueError, match=r"got '1999\.01'"):
        x.__array_namespace__(api_version="1999.01")
    assert ag.array_api.__array_api_version__ == "2025.12"


def test_a_missing_name_is_an_attribute_error(ag):
    for namespace in (ag.array_api, ag.array_api.special):
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = namespace.nothing


def test_inspection(ag, device):
    xp = ag.array_api
    info = xp.__array_namespace_info__()
    assert info.capabilities()["boolean indexing"] is True
    assert info.capabilities()["data-dependent shapes"] is True
    assert info.default_device() is ag.zeros(1).device
    assert info.default_device() in info.devices()
    assert info.default_dtypes()["real floating"] is xp.zeros(1).dtype
    assert info.default_dtypes()["indexing"] is xp.argmax(xp.ones(2)).dtype
    assert info.dtypes(kind="unsigned integer") == {n: getattr(xp, n) for n in ("uint8", "uint16", "uint32", "uint64")}
    assert set(info.dtypes(kind=("bool", "complex floating"))) == {"bool", "complex64", "complex128"}


def test_other_libraries_know_the_tensors(ag, device):
    compat = pytest.importorskip("array_api_compat")
    x = ag.array_api.ones(3)
    assert compat.is_array_api_obj(x)
    assert compat.array_namespace(x, ag.ones(2)) is ag.array_api
    assert compat.size(x) == 3
    assert compat.device(x) is x.device
    assert compat.to_device(x, x.device) is x
