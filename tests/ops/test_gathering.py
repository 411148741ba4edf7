"""Reading and writing by index: indices out of range, shapes that do not fit, repeated places."""

from __future__ import annotations

import pytest


def calls(ag, index):
    x, one = ag.zeros(3), ag.ones(1)
    i = ag.tensor([index])
    return {
        "gather": lambda: ag.gather(x, 0, i),
        "scatter": lambda: ag.scatter(x, 0, i, one),
        "scatter_add": lambda: ag.scatter_add(x, 0, i, one),
        "index_select": lambda: ag.index_select(x, 0, i),
        "index_add": lambda: ag.index_add(x, 0, i, one),
        "index_copy": lambda: ag.index_copy(x, 0, i, one),
        "embedding": lambda: ag.nn.functional.embedding(i, ag.zeros(3, 2)),
    }


@pytest.mark.parametrize(
    "name", ["gather", "scatter", "scatter_add", "index_select", "index_add", "index_copy", "embedding"]
)
@pytest.mark.parametrize("index", [5, -1])
@pytest.mark.only_arraygrad(reason="PyTorch raises IndexError or RuntimeError, in several wordings")
def test_an_index_out_of_range_is_an_error(ag, device, name, index):
    with pytest.raises(IndexError, match=f"index {index} is out of bounds for dimension 0 with size 3"):
        calls(ag, index)[name]()


def test_negative_indices_where_they_count_from_the_end(ag, device):
    assert ag.index_fill(ag.zeros(3), 0, ag.tensor([-1]), 1).tolist() == [0.0, 0.0, 1.0]
    assert ag.take(ag.tensor([1, 2, 3]), ag.tensor([-1])).tolist() == [3]
    for index in (5, -4):
        with pytest.raises(IndexError):
            ag.take(ag.tensor([1, 2, 3]), ag.tensor([index]))


def test_gather_refuses_shapes_and_dtypes(ag, device):
    x = ag.ones(2, 3)
    with pytest.raises(RuntimeError, match="same number of dimensions"):
        ag.gather(x, 0, ag.tensor([0]))
    with pytest.raises(RuntimeError, match="Size does not match at dimension 1"):
        ag.gather(x, 0, ag.zeros(3, 4, dtype=ag.int64))
    with pytest.raises(RuntimeError, match="dtype"):
        ag.gather(x, 0, ag.zeros(2, 3))


def test_repeated_places_add_up(ag, device):
    index, ones = ag.tensor([1, 1, 0]), ag.ones(3)
    assert ag.index_add(ag.zeros(2), 0, index, ones).tolist() == [1.0, 2.0]
    assert ag.scatter_add(ag.zeros(2), 0, index, ones).tolist() == [1.0, 2.0]
    x = ag.zeros(2, requires_grad=True)
    ag.gather(x, 0, index).sum().backward()
    assert x.grad.tolist() == [1.0, 2.0]


def test_in_place_forms_write_into_the_tensor(ag, device):
    x = ag.zeros(3)
    x.scatter_(0, ag.tensor([0]), 1.0).index_add_(0, ag.tensor([1]), ag.ones(1)).index_fill_(0, ag.tensor([2]), 3.0)
    assert x.tolist() == [1.0, 1.0, 3.0]


def test_masks(ag, device):
    x = ag.tensor([[1, 2], [3, 4]])
    assert ag.masked_select(x, ag.tensor([True, False])).tolist() == [1, 3]
    assert ag.masked_scatter(x, ag.tensor([True, False]), ag.tensor([7, 8])).tolist() == [[7, 2], [8, 4]]
    assert ag.nonzero(ag.tensor(1)).shape == (1, 0)
    rows, columns = ag.nonzero(x > 2, as_tuple=True)
    assert (rows.tolist(), columns.tolist()) == ([1, 1], [0, 1])
    with pytest.raises(RuntimeError, match="expected BoolTensor for mask"):
        ag.masked_select(x, x)
    with pytest.raises(RuntimeError, match="Number of elements of source < number of ones in mask"):
        ag.masked_scatter(x, x > 0, ag.tensor([1]))


def test_embedding_padding_gets_no_gradient(ag, device):
    weight = ag.ones(3, 2, requires_grad=True)
    ag.nn.functional.embedding(ag.tensor([0, 1, 1, 2]), weight, padding_idx=-2).sum().backward()
    assert weight.grad.tolist() == [[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]


def test_embedding_scales_by_frequency(ag, device):
    weight = ag.ones(3, 2, requires_grad=True)
    ag.nn.functional.embedding(ag.tensor([0, 1, 1]), weight, scale_grad_by_freq=True).sum().backward()
    assert weight.grad.tolist() == [[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]


def test_embedding_limits_norms_in_place(ag, device):
    weight = ag.tensor([[3.0, 4.0], [3.0, 4.0]])
    ag.nn.functional.embedding(ag.tensor([0]), weight, max_norm=1.0)
    assert weight[0].tolist() == pytest.approx([0.6, 0.8])
    assert weight[1].tolist() == [3.0, 4.0]


def test_one_hot_refuses(ag, device):
    one_hot = ag.nn.functional.one_hot
    with pytest.raises(RuntimeError, match="smaller than num_classes"):
        one_hot(ag.tensor([5]), 3)
    with pytest.raises(RuntimeError, match="non-negative"):
        one_hot(ag.tensor([-1]), 3)
    with pytest.raises(RuntimeError, match="LongTensor"):
        one_hot(ag.tensor([1.0]), 3)


def test_counting_and_searching(ag, device):
    assert ag.bincount(ag.tensor([0, 2, 2]), minlength=4).tolist() == [1, 0, 2, 0]
    assert ag.bincount(ag.tensor([0, 1, 1]), ag.tensor([0.5, 1.0, 1.0])).tolist() == [0.5, 2.0]
    edges = ag.tensor([1, 3, 5])
    assert ag.searchsorted(edges, ag.tensor([[3, 9]])).tolist() == [[1, 3]]
    assert ag.searchsorted(edges, 3, right=True).item() == 2
    assert ag.bucketize(ag.tensor([3.0]), edges, out_int32=True).dtype is ag.int32
    with pytest.raises(RuntimeError, match="bincount only supports 1-d non-negative"):
        ag.bincount(ag.tensor([-1]))
