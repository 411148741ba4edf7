"""The laws of lenses, for every view op: what is put can be got, and puts nothing else."""

from __future__ import annotations

import numpy as np

import arraygrad as ag
from arraygrad.creation import run as scoped_run
from arraygrad_conformance.calls import call, case_of, each_case, host, inputs
from arraygrad_conformance.samples import fill, generator


def lens(device, name, number):
    """Raw get and put of a case on a device, its base, and two values for the view."""
    op, case = case_of(name, number)
    place = ag.device(device)
    (base,) = inputs(name, number, device)
    args, options = fill(case, [None])
    params = (*args[1:], *options.values())
    xp, to_host = place.ns, place.backend.to_host

    def get(b):
        return scoped_run(place, op.body, xp, b, *params)

    def put(b, v):
        assert op.put is not None
        copy = scoped_run(place, place.backend.copy, b)
        return scoped_run(place, op.put.body, xp, copy, v, *params)

    raw = base._array
    shape = tuple(get(raw).shape)
    dtype = place.dtype(get(raw).dtype)
    values = [
        ag.tensor(generator(name, number, "view", i).uniform(-1, 1, shape), dtype=dtype, device=device)._array
        for i in range(2)
    ]
    return get, put, raw, values, lambda a: np.array(to_host(a))


@each_case(lambda op, case: op.view and op.put is not None, compiled="all")
def test_lens_laws(device, name, number):
    get, put, base, (v, w), values = lens(device, name, number)
    before = values(base)
    np.testing.assert_array_equal(values(get(put(base, v))), values(v), err_msg="put, then get")
    np.testing.assert_array_equal(values(put(base, get(base))), before, err_msg="get, then put")
    np.testing.assert_array_equal(values(put(put(base, v), w)), values(put(base, w)), err_msg="put twice")
    np.testing.assert_array_equal(values(base), before, err_msg="the base of a put")


@each_case(lambda op, case: op.view, compiled="all")
def test_view_shares_storage(device, name, number):
    """A view has its base's storage, and its virtual strides are those of NumPy's view."""
    op, case = case_of(name, number)
    (x,) = xs = inputs(name, number, device)
    (view,) = call(op, case, xs)
    assert view._storage is x._storage
    strides, offset = view._strides_offset()
    flat = host(x).reshape(-1).view(host(view).dtype)
    size = flat.itemsize
    seen = np.lib.stride_tricks.as_strided(flat[offset:], tuple(view.shape), [s * size for s in strides])
    np.testing.assert_array_equal(host(view), seen)


@each_case(lambda op, case: op.view and op.put is not None, compiled="all")
def test_write_through(device, name, number):
    """A write to a view is seen in the base where the view is, and nowhere else; to the base, in the view."""
    op, case = case_of(name, number)
    _, put, raw, _, values = lens(device, name, number)
    (x,) = inputs(name, number, device)
    base = x.detach().clone()
    (view,) = call(op, case, [base])
    expected = values(put(raw, ag.full_like(view, 7.5)._array))
    view.fill_(7.5)
    np.testing.assert_array_equal(host(base), expected)
    assert base._version == view._version == 1
    base.fill_(2.5)
    (seen,) = call(op, case, [ag.full_like(base, 2.5)])
    np.testing.assert_array_equal(host(view), host(seen))
