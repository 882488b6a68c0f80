"""A process that was forked after a search computes on, with one thread, and waits for none that it lacks."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by os.fork")

PROGRAM = """
import os, signal, torch
from lazyq import LazyKNeighborsClassifier, RowShifts
from lazyq.kernels.forking import is_forked
from lazyq.metric.samples import threads

torch.set_num_threads(3)
numbers = torch.rand(10**6)
expected = numbers.exp()  # several threads are at work from here on
child = os.fork()
if not child:
    signal.alarm(300)  # whoever waits for ever is ended
    right = torch.equal(numbers.exp(), expected) and is_forked()
    with threads(3):
        right = right and torch.equal(numbers.exp(), expected) and torch.get_num_threads() == 1
    os._exit(not right)
assert os.waitpid(child, 0)[1] == 0
assert torch.get_num_threads() == 3 and not is_forked()
"""


def test_a_forked_process_does_not_wait_for_threads_that_it_lacks():
    subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], check=True)
