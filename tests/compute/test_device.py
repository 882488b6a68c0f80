import pytest
import torch

from lazyq.compute import choose_device, describe_device
from lazyq.compute.device import available_devices


def test_the_argument_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAZYQ_DEVICE", "no device")
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_device(torch.device("cpu")) == torch.device("cpu")
    monkeypatch.setenv("LAZYQ_DEVICE", "cpu")
    assert choose_device() == torch.device("cpu")


@pytest.mark.parametrize("unset", [True, False])
def test_without_a_wish_the_fastest_there_is_chosen(monkeypatch: pytest.MonkeyPatch, unset: bool) -> None:
    if unset:
        monkeypatch.delenv("LAZYQ_DEVICE", raising=False)
    else:
        monkeypatch.setenv("LAZYQ_DEVICE", "")
    assert choose_device() == torch.device(available_devices()[0])


@pytest.mark.parametrize(
    ("cuda", "mps", "chosen"), [(2, True, "cuda"), (2, False, "cuda"), (0, True, "mps"), (0, False, "cpu")]
)
def test_the_order_is_cuda_mps_cpu(
    monkeypatch: pytest.MonkeyPatch, cuda: int, mps: bool, chosen: str
) -> None:
    monkeypatch.delenv("LAZYQ_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert choose_device() == torch.device(chosen)
    if cuda:
        assert choose_device("cuda:1") == torch.device("cuda:1")
        with pytest.raises(ValueError, match="name must be one of cuda, mps, cpu"):
            choose_device("cuda:2")


@pytest.mark.parametrize("name", ["gpu", "cuda:x", "cpu:7", "meta", "cuda:99", "mps:3", 1.5, " "])
def test_a_bad_device_is_refused(name: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"name must be one of cuda, mps, cpu .*here there is .*cpu, got"):
        choose_device(name)  # type: ignore[arg-type]
    if isinstance(name, str):
        monkeypatch.setenv("LAZYQ_DEVICE", name)
        with pytest.raises(ValueError, match="LAZYQ_DEVICE must be one of cuda, mps, cpu"):
            choose_device()


def test_a_device_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for threads, words in ((1, "CPU, 1 thread"), (2, "CPU, 2 threads")):
        monkeypatch.setattr(torch, "get_num_threads", lambda threads=threads: threads)
        assert describe_device(torch.device("cpu")) == words
    assert describe_device(torch.device("mps")) == "Apple GPU (Metal)"
    if torch.cuda.is_available():
        assert describe_device(torch.device("cuda")).endswith(" GiB")
