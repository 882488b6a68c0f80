"""A descent by torch's function is that of torch's class, and imports no compiler."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from lazyq.averaging.adam import Adam

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("maximize", [False, True])
@pytest.mark.parametrize("fused", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_steps_are_those_of_torch(dtype, fused, maximize):
    generator = torch.Generator().manual_seed(0)
    ours = [torch.randn(size, generator=generator, dtype=dtype, requires_grad=True) for size in (3, 5)]
    theirs = [one.detach().clone().requires_grad_() for one in ours]
    mine = Adam(ours, 0.03, fused=fused, maximize=maximize)
    reference = torch.optim.Adam(theirs, lr=0.03, fused=fused, maximize=maximize)
    for _ in range(20):
        mine.step(torch.autograd.grad(sum((one**4 - one).sum() for one in ours), ours))
        reference.zero_grad()
        sum((one**4 - one).sum() for one in theirs).backward()
        reference.step()
    for one, other in zip(ours, theirs, strict=True):
        assert torch.equal(one, other)


def test_training_and_alignment_import_neither_compiler_nor_sympy():
    code = (
        "import sys, torch, lazyq; from lazyq.averaging.zoo import Training, train;"
        "train(Training(epochs=1), torch.zeros(8, 28, 28), torch.zeros(8));"
        "lazyq.align(lazyq.RowShifts(2, 2), torch.zeros(2, 2), torch.eye(2), 0.5);"
        "print('torch._dynamo' in sys.modules or 'sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
