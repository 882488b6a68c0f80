"""What keeps the tests fast: every pool of threads in a worker of pytest has one."""

import subprocess
import sys

import numba
import threadpoolctl
import torch

COUNT = "import torch, numba; print(torch.get_num_threads(), numba.get_num_threads())"


def test_every_pool_has_one_thread_here_and_in_started_processes():
    assert torch.get_num_threads() == 1
    assert numba.get_num_threads() == 1
    pools = threadpoolctl.threadpool_info()
    assert pools
    assert [pool["num_threads"] for pool in pools] == [1] * len(pools), pools
    started = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert started.stdout.split() == ["1", "1"]


def test_a_test_can_ask_for_several(threads):
    assert torch.get_num_threads() == threads
