"""PyTorch's first constructors and names: types of tensors, `Variable`, `new`."""

from __future__ import annotations

import numpy as np
import pytest

TYPES = {
    "FloatTensor": "float32",
    "DoubleTensor": "float64",
    "ByteTensor": "uint8",
    "CharTensor": "int8",
    "ShortTensor": "int16",
    "IntTensor": "int32",
    "LongTensor": "int64",
    "BoolTensor": "bool",
}


@pytest.mark.parametrize("name", TYPES)
def test_a_type_makes_tensors_of_its_dtype_and_knows_them(ag, device, name):
    kind, dtype = getattr(ag, name), getattr(ag, TYPES[name])
    x = kind([[1, 0], [1, 1]])
    assert (x.dtype, x.tolist(), type(x)) == (dtype, [[1, 0], [1, 1]], ag.Tensor)
    assert kind(2, 3).shape == kind(ag.Size([2, 3])).shape == (2, 3)
    assert kind().shape == (0,)
    assert (kind.dtype, kind.__name__) == (dtype, name)
    assert isinstance(x, kind)
    assert isinstance(ag.ones(1, dtype=dtype), kind)
    assert not isinstance(ag.ones(1, dtype=ag.int32 if dtype is not ag.int32 else ag.int64), kind)
    assert not isinstance(1.0, kind)
    assert isinstance(kind, type)


@pytest.mark.parametrize("name", ["HalfTensor", "BFloat16Tensor"])
def test_types_of_half_precision(ag, name):
    assert not isinstance(ag.ones(1), getattr(ag, name))
    assert getattr(ag, name).dtype is {"HalfTensor": ag.float16, "BFloat16Tensor": ag.bfloat16}[name]


def test_a_type_takes_arrays_and_shares_tensors(ag, device):
    assert ag.LongTensor([1.7, -1.7]).tolist() == [1, -1]
    assert ag.FloatTensor(np.arange(3)).tolist() == ag.FloatTensor(range(3)).tolist() == [0.0, 1.0, 2.0]
    x = ag.zeros(2)
    ag.FloatTensor(x).fill_(1.0)
    assert x.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("data", [(1.5,), (None,), ("text",), (b"text",), ([1], [2])])
def test_a_type_refuses_what_is_no_data(ag, data):
    with pytest.raises(TypeError, match=r"new\(\)"):
        ag.FloatTensor(*data)


def test_a_type_refuses_tensors_of_another(ag, device):
    with pytest.raises(TypeError, match="expected"):
        ag.LongTensor(ag.ones(2))


def test_conversion_by_type(ag, device):
    x = ag.ones(2)
    for kind in (ag.DoubleTensor, ag.float64, "torch.DoubleTensor", x.double().type()):
        y = x.type(kind)
        assert (y.dtype, y.device) == (ag.float64, x.device)
    assert x.type(ag.Tensor) is x.type(ag.FloatTensor) is x
    assert ag.nn.Linear(1, 1).type(ag.DoubleTensor).weight.dtype is ag.float64
    with pytest.raises(ValueError, match=r"invalid type: 'torch.NoTensor'"):
        x.type("torch.NoTensor")
    with pytest.raises(TypeError, match="dtype must be a type, str, or dtype object"):
        x.type(3)


@pytest.mark.only_arraygrad(reason="PyTorch's names know no backend but CUDA")
def test_the_name_of_a_type_moves_to_its_device(ag, device, other_device):
    there = ag.ones(1, device=other_device).type()
    moved = ag.ones(1).double().type(there)
    assert moved.dtype is ag.float32
    assert (moved.device.type == other_device) == (other_device != "cpu")


@pytest.mark.filterwarnings("ignore:torch.set_default_tensor_type")
def test_the_default_type(ag, device):
    try:
        for kind in (ag.DoubleTensor, "torch.DoubleTensor"):
            ag.set_default_tensor_type(ag.FloatTensor)
            ag.set_default_tensor_type(kind)
            assert ag.Tensor([1]).dtype is ag.ones(1).dtype is ag.float64
        for wrong in (ag.LongTensor, ag.float32):
            with pytest.raises(TypeError, match=r"only floating-point types|invalid type object"):
                ag.set_default_tensor_type(wrong)
        assert ag.get_default_dtype() is ag.float64
    finally:
        ag.set_default_dtype(ag.float32)


def test_new_follows_the_tensor(ag, device):
    x = ag.ones(2, dtype=ag.int64)
    assert x.new([1.5, 2.0]).tolist() == [1, 2]
    for made in (x.new(2, 3), x.new(ag.Size([2, 3])), x.new_empty_strided((2, 3), (1, 2))):
        assert (made.shape, made.dtype, made.device) == ((2, 3), x.dtype, x.device)
    assert x.new().shape == (0,)
    assert x.new_empty_strided((2, 3), (1, 2)).stride() == (1, 2)


def test_every_tensor_is_a_variable(ag, device):
    variable = ag.autograd.Variable
    x = ag.ones(2, requires_grad=True)
    y = variable(x * 2)
    assert isinstance(y, ag.Tensor)
    assert isinstance(x, variable)
    assert isinstance(ag.nn.Parameter(x), variable)
    assert not isinstance(1.0, variable)
    assert (y.requires_grad, y.is_leaf) == (False, True)
    z = variable(ag.zeros(2), requires_grad=True)
    (z * 3).sum().backward()
    assert z.grad.tolist() == [3.0, 3.0]
    assert variable().shape == (0,)
    data = ag.zeros(1)
    variable(data).fill_(4.0)
    assert data.tolist() == [4.0]
    with pytest.warns(UserWarning, match="volatile was removed"):
        assert not variable(x, volatile=True).requires_grad
    with pytest.raises(TypeError, match="Variable data has to be a tensor, but got list"):
        variable([1.0])
