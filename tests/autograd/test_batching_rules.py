"""Every op over a batch at once is what it is for one example after the other."""

from __future__ import annotations

import numpy as np
import pytest

from arraygrad.dispatch import caller
from arraygrad.op import OPS
from arraygrad_conformance.samples import arrays_of, fill

pytestmark = [
    pytest.mark.only_arraygrad(reason="walks over the op records"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
]

#: Ops whose results have a shape, or take a path, that depends on values: they raise in vmap.
BY_VALUE = frozenset(
    (
        "argwhere", "bincount", "distinct", "distinct_values", "histc", "masked_scatter", "masked_select", "nonzero",
        "nonzero_table", "repeat_interleave", "unique", "unique_consecutive",
    )
)  # fmt: skip


def tensors(value, ag):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (tuple, list)):
        return [t for v in value for t in tensors(v, ag)]
    return [value] if isinstance(value, ag.Tensor) else []


@pytest.mark.parametrize("name", sorted(OPS.keys() - BY_VALUE))
def test_a_batch_is_its_examples(ag, name):
    for number, case in enumerate(OPS[name].samples):
        pairs = list(zip(arrays_of(name, number, case), arrays_of(f"{name}, other", number, case), strict=True))
        for batched in {(True,) * len(pairs), (True, *(False,) * (len(pairs) - 1))} if pairs else ():
            values = [ag.tensor(np.stack(p) if b else p[0]) for p, b in zip(pairs, batched, strict=True)]

            def run(*given, case=case):
                args, params = fill(case, given)
                return tensors(caller(name)(*args, **params), ag)

            with ag.random.fork_rng():
                ag.manual_seed(0)
                try:
                    rows = [run(*(v[i] if b else v for v, b in zip(values, batched, strict=True))) for i in (0, 1)]
                except (RuntimeError, ValueError, IndexError):
                    continue  # the other example is outside of the op's domain
                ag.manual_seed(0)
                try:
                    found = ag.vmap(run, in_dims=tuple(0 if b else None for b in batched))(*values) if rows[0] else []
                except RuntimeError as error:
                    if "randomness" in str(error):
                        continue
                    raise
            for result, first, second in zip(found, *rows, strict=True):
                expected = np.stack([first.numpy(), second.numpy()])
                np.testing.assert_allclose(result.numpy(), expected, rtol=1e-8, atol=1e-9, err_msg=str(case))
                assert result.dtype is first.dtype
