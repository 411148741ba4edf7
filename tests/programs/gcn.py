"""Graph convolutions over a sparse matrix of neighbours."""

import json
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from made import fill
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


class GraphConvolution(Module):
    def __init__(self, in_features, out_features, bias=True):
        super(GraphConvolution, self).__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.spmm(adj, support)
        return output if self.bias is None else output + self.bias

    def __repr__(self):
        return self.__class__.__name__ + " (" + str(self.in_features) + " -> " + str(self.out_features) + ")"


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass):
        super().__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        return F.log_softmax(self.gc2(x, adj), dim=1)


def two_communities(n, seed):
    """Neighbours within two groups of nodes, a few between them; features that are mostly noise; the groups."""
    rng = np.random.default_rng(seed)
    groups = np.arange(n) % 2
    odds = np.where(groups[:, None] == groups[None, :], 0.5, 0.05)
    edges = np.triu(rng.random((n, n)) < odds, 1)
    adjacency = edges + edges.T + np.eye(n)
    adjacency /= adjacency.sum(1, keepdims=True)
    rows, columns = adjacency.nonzero()
    features = rng.standard_normal((n, 5)) + groups[:, None]
    indices = torch.from_numpy(np.vstack((rows, columns)).astype(np.int64))
    values = torch.from_numpy(adjacency[rows, columns].astype(np.float32))
    adj = torch.sparse_coo_tensor(indices, values, torch.Size(adjacency.shape))
    return adj, torch.FloatTensor(features), torch.LongTensor(groups)


def main():
    adj, features, labels = two_communities(16, 0)
    model = fill(GCN(5, 4, 2))
    optimizer = optim.Adam(model.parameters(), lr=0.05, weight_decay=5e-4)
    idx_train, idx_test = torch.LongTensor(range(8)), torch.LongTensor(range(8, 16))
    losses = []
    for _ in range(5):
        model.train()
        optimizer.zero_grad()
        output = model(features, adj)
        loss_train = F.nll_loss(output[idx_train], labels[idx_train])
        loss_train.backward()
        optimizer.step()
        losses.append(loss_train.item())
    model.eval()
    output = model(features, adj)
    preds = output[idx_test].max(1)[1].type_as(labels)
    losses.append(preds.eq(labels[idx_test]).double().sum().item())
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
