"""Interpolation and sampling at grids: modes, sizes, dtypes and errors."""

from __future__ import annotations

import pytest


def close(x, expected, tolerance=1e-5):
    values = x.detach().reshape(-1).tolist()
    return len(values) == len(expected) and all(abs(v - e) <= tolerance for v, e in zip(values, expected, strict=True))


def test_modes_in_one_dimension(ag, device):
    interpolate = ag.nn.functional.interpolate
    x = ag.tensor([[[1.0, 3.0, 5.0]]])
    assert interpolate(x, 5).reshape(-1).tolist() == [1.0, 1.0, 3.0, 3.0, 5.0]
    assert interpolate(x, 5, mode="nearest-exact").reshape(-1).tolist() == [1.0, 1.0, 3.0, 5.0, 5.0]
    assert close(interpolate(x, 5, mode="linear", align_corners=True), [1.0, 2.0, 3.0, 4.0, 5.0])
    assert close(interpolate(x, scale_factor=2, mode="linear"), [1.0, 1.5, 2.5, 3.5, 4.5, 5.0])
    assert close(interpolate(x, 2, mode="area"), [2.0, 4.0])


def test_a_factor_may_be_rounded(ag, device):
    interpolate = ag.nn.functional.interpolate
    x = ag.tensor([[[0.0, 1.0, 2.0, 3.0]]])
    assert close(interpolate(x, scale_factor=0.7, mode="linear"), [0.2142857, 1.6428571])
    assert close(interpolate(x, scale_factor=0.7, mode="linear", recompute_scale_factor=True), [0.5, 2.5])


def test_what_shrinks_may_be_smoothed(ag, device):
    interpolate = ag.nn.functional.interpolate
    x = ag.tensor([0.0, 0.0, 8.0, 0.0]).reshape(1, 1, 1, 4).expand(1, 1, 2, 4)
    assert close(interpolate(x, (1, 2), mode="bilinear"), [0.0, 4.0])
    assert close(interpolate(x, (1, 2), mode="bilinear", antialias=True), [8 / 7, 24 / 7])


def test_the_nearest_element_has_any_dtype(ag, device):
    x = ag.tensor([[[7, 9]]], dtype=ag.uint8)
    y = ag.nn.functional.interpolate(x, 4)
    assert y.dtype is ag.uint8
    assert y.reshape(-1).tolist() == [7, 7, 9, 9]
    whole = ag.nn.functional.interpolate(x.reshape(1, 1, 1, 2), (1, 3), mode="bilinear")
    assert whole.dtype is ag.uint8
    assert whole.reshape(-1).tolist() == [7, 8, 9]


def test_interpolation_refuses(ag, device):
    interpolate = ag.nn.functional.interpolate
    x = ag.ones(1, 1, 3)
    for arguments, message in (
        ({}, "either size or scale_factor should be defined"),
        ({"size": 2, "scale_factor": 2}, "only one of size or scale_factor"),
        ({"size": (2, 2)}, "same number of spatial dimensions"),
        ({"size": 2, "recompute_scale_factor": True}, "not meaningful with an explicit size"),
        ({"size": 2, "align_corners": True}, "align_corners option can only be set"),
        ({"size": 2, "mode": "linear", "antialias": True}, "Anti-alias option is restricted"),
    ):
        with pytest.raises(ValueError, match=message):
            interpolate(x, **arguments)
    with pytest.raises(RuntimeError, match="Input and output sizes should be greater than 0"):
        interpolate(x, 0)
    with pytest.raises(NotImplementedError, match="bilinear mode needs 4D input"):
        interpolate(x, 2, mode="bilinear")
    with pytest.raises(NotImplementedError):
        interpolate(x, 2, mode="cubic")


def test_old_names_warn(ag, device):
    F = ag.nn.functional
    x = ag.tensor([0.0, 1.0]).reshape(1, 1, 1, 2)
    with pytest.warns(UserWarning, match="upsample` is deprecated"):
        assert F.upsample(x, (1, 4)).reshape(-1).tolist() == [0.0, 0.0, 1.0, 1.0]
    with pytest.warns(UserWarning, match="upsample_nearest` is deprecated"):
        assert F.upsample_nearest(x, scale_factor=2).shape == (1, 1, 2, 4)
    with pytest.warns(UserWarning, match="upsample_bilinear` is deprecated"):
        assert close(F.upsample_bilinear(x, (1, 3)), [0.0, 0.5, 1.0])


def test_grids_beyond_the_edge(ag, device):
    sample = ag.nn.functional.grid_sample
    image = ag.tensor([[[[1.0, 2.0, 3.0]]]])
    grid = ag.tensor([[[[0.0, 0.0], [-2.0, 0.0], [5 / 3, 0.0]]]])
    assert close(sample(image, grid, align_corners=False), [2.0, 0.0, 0.0])
    assert close(sample(image, grid, padding_mode="border", align_corners=False), [2.0, 1.0, 3.0])
    assert close(sample(image, grid, padding_mode="reflection", align_corners=False), [2.0, 2.0, 2.5])
    assert close(sample(image, grid, mode="nearest", padding_mode="border", align_corners=True), [2.0, 1.0, 3.0])


def test_an_identity_grid_gives_the_image(ag, device):
    F = ag.nn.functional
    theta = ag.tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    image = ag.arange(6.0).reshape(1, 1, 2, 3)
    for align in (True, False):
        for mode in ("bilinear", "nearest", "bicubic"):
            grid = F.affine_grid(theta, (1, 1, 2, 3), align_corners=align)
            assert close(F.grid_sample(image, grid, mode, "border", align), image.reshape(-1).tolist(), 1e-4)


def test_grids_have_a_gradient_at_the_centres_of_elements(ag, device):
    image = ag.tensor([[[[1.0, 2.0, 5.0]]]])
    grid = ag.zeros(1, 1, 1, 2).requires_grad_()
    ag.nn.functional.grid_sample(image, grid, align_corners=True).sum().backward()
    assert grid.grad.reshape(-1).tolist() == [3.0, 0.0]


def test_grids_warn_and_refuse(ag, device):
    F = ag.nn.functional
    image, grid = ag.ones(1, 1, 2, 2), ag.zeros(1, 1, 1, 2)
    with pytest.warns(UserWarning, match="has changed to align_corners=False"):
        F.grid_sample(image, grid)
    for bad in ({"mode": "cubic"}, {"padding_mode": "wrap"}):
        with pytest.raises(ValueError, match=r"nn\.functional\.grid_sample"):
            F.grid_sample(image, grid, align_corners=False, **bad)
    with pytest.raises(RuntimeError, match="same batch size"):
        F.grid_sample(image, ag.zeros(2, 1, 1, 2), align_corners=False)
    with pytest.raises(RuntimeError, match="bicubic interpolation only supports 4D input"):
        F.grid_sample(ag.ones(1, 1, 2, 2, 2), ag.zeros(1, 1, 1, 1, 3), mode="bicubic", align_corners=False)
    with pytest.raises(ValueError, match="Expected a batch of 2D affine matrices"):
        F.affine_grid(ag.ones(1, 3, 4), (1, 1, 2, 2), align_corners=False)
    with pytest.raises(NotImplementedError, match="only supports 4D and 5D sizes"):
        F.affine_grid(ag.ones(1, 2, 3), (1, 1, 2), align_corners=False)
