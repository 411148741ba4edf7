"""The examples in the documentation of ops give what they show."""

from __future__ import annotations

import doctest
import warnings

import pytest

from arraygrad.op import OPS

pytestmark = pytest.mark.only_arraygrad("runs this project's own examples")


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")  # 1 / 0 in an example: NumPy's own
@pytest.mark.parametrize("name", sorted(name for name, op in OPS.items() if op.faces))
def test_example(name):
    found = doctest.DocTestParser().get_doctest(OPS[name].doc, {}, name, None, 0)
    assert found.examples, f"{name} has no example"
    report: list[str] = []
    with warnings.catch_warnings():
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(found, out=report.append)
    assert not report, "".join(report)
