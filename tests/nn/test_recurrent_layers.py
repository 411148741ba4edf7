"""Recurrent networks and packed sequences: what they demand, and that their forms agree."""

from __future__ import annotations

import copy

import numpy as np
import pytest


def close(a, b):
    np.testing.assert_allclose(np.asarray(a.tolist()), np.asarray(b.tolist()), rtol=1e-5, atol=1e-6)


def test_a_network_is_its_cell_at_every_step(ag, device):
    network, cell = ag.nn.LSTM(2, 3), ag.nn.LSTMCell(2, 3)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in network.state_dict().items()})
    x = ag.linspace(-1, 1, 8).reshape(2, 2, 2)
    output, (hidden, memory) = network(x)
    state = cell(x[1], cell(x[0]))
    close(output[1], state[0])
    close(hidden[0], state[0])
    close(memory[0], state[1])


def test_packed_sequences_end_where_they_end(ag, device):
    rnn = ag.nn.utils.rnn
    network = ag.nn.GRU(1, 2, bidirectional=True)
    sequences = [ag.tensor([[0.5]]), ag.tensor([[1.0], [-1.0]])]
    output, hidden = network(rnn.pack_sequence(sequences, enforce_sorted=False))
    for number, (sequence, part) in enumerate(zip(sequences, rnn.unpack_sequence(output), strict=True)):
        alone, last = network(sequence)
        close(part, alone)
        close(hidden[:, number], last)
    padded, lengths = rnn.pad_packed_sequence(output, padding_value=7.0)
    assert lengths.tolist() == [1, 2]
    assert padded[1, 0].tolist() == [7.0] * 4
    padded.sum().backward()
    assert all(p.grad is not None for p in network.parameters())


def test_packed_sequences_are_tuples(ag):
    rnn = ag.nn.utils.rnn
    packed = rnn.pack_sequence([ag.tensor([1.0, 2.0]), ag.tensor([3.0])])
    assert repr(packed) == (
        "PackedSequence(data=tensor([1., 3., 2.]), batch_sizes=tensor([2, 1]), sorted_indices=None, "
        "unsorted_indices=None)"
    )
    assert packed.float() is packed
    assert packed.double().data.dtype == ag.float64
    assert not packed.is_cuda


def test_lengths_that_do_not_fit(ag):
    rnn = ag.nn.utils.rnn
    x = ag.zeros(3, 2)
    for lengths, message in (([3], "batch_size"), ([3, 0], "greater than 0"), ([2, 3], "sorted in decreasing order")):
        with pytest.raises(RuntimeError, match=message):
            rnn.pack_padded_sequence(x, lengths)
    with pytest.raises(RuntimeError, match="empty list"):
        rnn.pad_sequence([])
    with pytest.raises(RuntimeError):
        rnn.pad_sequence([ag.zeros(1, 2), ag.zeros(1, 3)])
    with pytest.raises(RuntimeError, match="left or right"):
        rnn.pad_sequence([ag.zeros(1)], padding_side="up")
    with pytest.raises(ValueError, match="total_length"):
        rnn.pad_packed_sequence(rnn.pack_sequence([ag.zeros(2)]), total_length=1)


@pytest.mark.only_arraygrad("PyTorch reads past the input")
def test_lengths_above_the_steps(ag):
    with pytest.raises(RuntimeError, match="at most the 3 steps"):
        ag.nn.utils.rnn.pack_padded_sequence(ag.zeros(3, 1), [4])


def test_inputs_that_do_not_fit(ag):
    network, x = ag.nn.LSTM(2, 3), ag.zeros(4, 1, 2)
    h = ag.zeros(1, 1, 3)
    for error, call, message in (
        (ValueError, lambda: network(ag.zeros(2)), "2D or 3D"),
        (ValueError, lambda: network(x.double()), "dtype"),
        (RuntimeError, lambda: network(ag.zeros(4, 1, 3)), "Expected 2, got 3"),
        (RuntimeError, lambda: network(ag.zeros(0, 1, 2)), "larger than 0"),
        (RuntimeError, lambda: network(x, (h, h[0])), "should also be 3-D"),
        (RuntimeError, lambda: network(x, (h, ag.zeros(2, 1, 3))), r"Expected hidden\[1\] size \(1, 1, 3\)"),
        (RuntimeError, lambda: ag.nn.GRUCell(2, 3)(ag.zeros(2, 2), ag.zeros(1, 3)), "doesn't match hidden0"),
        (RuntimeError, lambda: ag.nn.RNNCell(2, 3)(ag.zeros(2)[:1]), "inconsistent input_size"),
        (ValueError, lambda: ag.nn.RNNCell(2, 3)(ag.zeros(1, 1, 2)), "1D or 2D"),
        (ValueError, lambda: ag.nn.RNN(2, 3, nonlinearity="sin"), "Unknown nonlinearity"),
        (ValueError, lambda: ag.nn.LSTM(2, 3, proj_size=3), "proj_size"),
        (ValueError, lambda: ag.nn.GRU(0, 3), "input_size"),
        (ValueError, lambda: ag.nn.GRU(2, 3, dropout=2.0), "range"),
        (TypeError, lambda: ag.nn.GRU(2, 3, bias=1), "of type bool"),
    ):
        with pytest.raises(error, match=message):
            call()


def test_dropout_of_one_layer_warns(ag):
    with pytest.warns(UserWarning, match="num_layers greater than 1"):
        ag.nn.GRU(2, 3, dropout=0.5)


def test_no_sequences(ag):
    output, hidden = ag.nn.RNN(2, 3)(ag.zeros(4, 0, 2))
    assert (tuple(output.shape), tuple(hidden.shape)) == ((4, 0, 3), (1, 0, 3))


def test_copies(ag):
    network = ag.nn.GRU(2, 3)
    twin = copy.deepcopy(network).double()
    assert twin.all_weights[0][0].dtype == ag.float64
    assert network.all_weights[0][0] is network.weight_ih_l0
    network.flatten_parameters()


def test_beginning(ag):
    weights = ag.cat([p.detach().flatten() for p in ag.nn.LSTM(4, 16).parameters()])
    assert 0.2 < float(weights.abs().max()) <= 0.25
