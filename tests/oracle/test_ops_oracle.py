"""Every public function and method beside PyTorch's of the same name, on generated inputs."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("torch", reason="PyTorch, the oracle, is not installed")
pytest.importorskip("expecttest", reason="PyTorch's table of operators needs expecttest")

from .differences import difference_for
from .pairs import Comparison, missing_names, pair_of, public_names


@pytest.mark.parametrize("name", public_names())
def test_as_pytorch(name, record_property):
    pair = pair_of(name)
    if pair is None:
        record_property("oracle", {"name": name, "alone": True})
        return
    record = Comparison(pair).run()
    reasons: Counter[str] = Counter()
    unlike = open_ = 0
    failures = []
    for aspect, found in record.differing:
        difference = difference_for(name, aspect, found)
        if difference is None:
            failures.append(f"{aspect}: {found}")
        else:
            reasons[difference.reason] += 1
            open_ += difference.open
            unlike += not difference.open
    counts = {**record.counts, "differences": unlike, "open": open_, "failures": len(failures)}
    record_property("oracle", {"name": name, "counts": counts, "reasons": dict(reasons)})
    if failures:
        pytest.fail("\n".join([f"{len(failures)} comparisons of {name} differ", *failures[:40]]), pytrace=False)


def test_what_is_missing(record_property):
    record_property("oracle", {"missing": missing_names()})
