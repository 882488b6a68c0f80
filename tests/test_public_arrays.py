"""Every public function that takes tensors takes NumPy arrays and lists as well, and answers in kind.

What there is to be tested is found among the public names: a new function without a case here fails.
"""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import lazyq
from lazyq import QuarterTurns, RowShifts
from lazyq.care import CareTraining, best_rotation, cloud_encoder, cloud_rotations
from lazyq.hardness import PlainNetwork
from lazyq.neighbors import NeighborIndex
from lazyq.riemannian import OrthogonalAction

INSIDE = {"cli", "compute", "experiments", "kernels", "ui"}  # what the app and the functions are made of
PICTURES = {"datasets"}  # makes tensors of files and pictures of any kind
KINDS = {"tensors": Tensor, "arrays": np.ndarray, "lists": list}


def draw(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def on_sphere(*shape: int, seed: int = 0) -> Tensor:
    return nn.functional.normalize(draw(*shape, seed=seed) - 0.5, dim=-1)


ROWS, SPACE, PLANE = RowShifts(2, 4), OrthogonalAction(3), OrthogonalAction(2)
SHIFTS, TURNS = torch.tensor([[0, 0], [1, 1], [-1, -1]]), torch.tensor([0, 1, 3])
X, Y, VECTORS = draw(3, 2, 4), draw(3, 2, 4, seed=1), draw(3, 3)
LAW, TABLE = torch.tensor([0.5, 0.25, 0.25]), draw(6, 3, 2).softmax(-1)
LABELS = torch.tensor([0, 1, 1, 0, 1, 0])
TURN = best_rotation(draw(5, 3), draw(5, 3, seed=1))
TWO = {"x": X, "y": Y}
TANGENT = {"x": VECTORS, "v": draw(3, 3, seed=1)}
PAIR = {"x": VECTORS, "y": draw(3, 3, seed=1)}
CLOUDS = {"x": draw(5, 3), "y": draw(5, 3, seed=1)}
TWO_VIEWS = {"first": on_sphere(4, 3), "second": on_sphere(4, 3, seed=1)}
KERNELS = {name: draw(3, 3).fill_diagonal_(1.0) for name in ("kernel_x", "kernel_y")}
UNIFORM = torch.full((3,), 1 / 3, dtype=torch.float64)
SAMPLES = draw(8, 2), torch.arange(8) % 2
TRAINING = CareTraining(steps=2, batch_size=16, chunks=2)
MODEL = {"model": nn.Flatten(), "action": ROWS, "outputs": "values"}
Case = tuple[Mapping[str, Any], Mapping[str, Any]]  # its tensors, and what else it takes

FUNCTIONS: dict[str, Case] = {
    "actions.to_polar": ({"images": X[:, :, :2]}, {"radii": 2, "angles": 4}),
    "actions.zero_padded": ({"x": X}, {"margins": (2,)}),
    "averaging.confusion": ({"probabilities": TABLE[:, 0], "labels": LABELS}, {}),
    "averaging.fit_weights": (
        {"probabilities": TABLE, "labels": LABELS, "start": UNIFORM, "tied": torch.tensor([0, 1, 1])},
        {},
    ),
    "averaging.frank_wolfe_gap": ({"probabilities": TABLE, "labels": LABELS, "weights": LAW}, {}),
    "averaging.invariance_gap": ({"elements": SHIFTS, "images": X}, MODEL),
    "averaging.inverse_pairs": ({"elements": SHIFTS}, {"action": ROWS}),
    "averaging.lipschitz_lower_bound": ({"images": X}, {"function": torch.sin, "steps": 2}),
    "averaging.mixture_log_loss": ({"probabilities": TABLE, "labels": LABELS, "weights": LAW}, {}),
    "averaging.predict_table": ({"elements": SHIFTS, "images": X}, MODEL),
    "averaging.reliability": ({"probabilities": TABLE[:, 0], "labels": LABELS}, {}),
    "averaging.reynolds_operator": ({"elements": SHIFTS}, MODEL),
    "averaging.score": ({"probabilities": TABLE[:, 0], "labels": LABELS}, {"resamples": 5}),
    "care.best_rotation": (CLOUDS, {}),
    "care.coloured": ({"images": X}, {"generator": 0}),
    "care.composition_error": ({"first": TURN, "second": TURN, "both": TURN}, {}),
    "care.eigenphases": ({"rotation": TURN}, {}),
    "care.equivariance_loss": (TWO_VIEWS, {}),
    "care.info_nce": (TWO_VIEWS, {}),
    "care.interpolated": ({"first": TURN, "second": TURN}, {"share": 0.5}),
    "care.own_lam": ({"rotations": TURN[None], "lengths": torch.tensor([1.0])}, {}),
    "care.relative_equivariance": (CLOUDS, {}),
    "care.retrieval_rate": ({"rotation": TURN, "still": CLOUDS["x"], "moved": CLOUDS["y"]}, {}),
    "care.retrieve": ({"queries": on_sphere(2, 3), "gallery": on_sphere(4, 3)}, {}),
    "care.steered": ({"rotations": torch.eye(3).expand(3, 3, 3).contiguous()}, {"degrees": 10.0}),
    "care.train_care": (
        {"points": draw(32, 4, 3)},
        {"training": TRAINING, "encoder": cloud_encoder(3).double(), "family": cloud_rotations(4)},
    ),
    "care.uniformity_loss": ({"embeddings": on_sphere(4, 3)}, {}),
    "care.wahba_error": (CLOUDS | {"fit_x": CLOUDS["y"], "fit_y": CLOUDS["x"]}, {}),
    "filters.max_filter": ({"x": X, "z": Y}, {"action": ROWS, "lam": [0.1, 0.5]}),
    "hardness.train_classifier": (
        {"train": SAMPLES, "test": SAMPLES},
        {"network": PlainNetwork(2, (4,)), "epochs": 1},
    ),
    "infoot.entropic_plan": ({"cost": draw(3, 3), "p": UNIFORM, "q": UNIFORM}, {"reg": 0.5}),
    "infoot.gaussian_kernel": ({"distances": draw(3, 3), "scale": torch.tensor(0.5)}, {}),
    "infoot.information_gradient": ({"plan": torch.eye(3).double() / 3} | KERNELS, {}),
    "infoot.kernel_scale": ({"distances": draw(3, 3), "masses": UNIFORM}, {"bandwidth": 0.5}),
    "infoot.lazy_alignment_path": (PAIR | {"p": UNIFORM, "q": UNIFORM}, {"laziness": [torch.inf]}),
    "infoot.mutual_information": ({"plan": torch.eye(3).double() / 3} | KERNELS, {}),
    "means.lazy_kmeans_path": ({"points": X, "lam": torch.tensor([0.1])}, {"action": ROWS, "n_clusters": 2}),
    "means.lazy_mean": ({"points": X, "weights": LAW, "start": Y[0]}, {"action": ROWS, "lam": 0.1}),
    "means.lazy_mean_path": (
        {"points": X, "lam": torch.tensor([0.1, 0.5]), "weights": LAW},
        {"action": ROWS, "restarts": 1},
    ),
    "metric.align": (TWO, {"action": ROWS, "lam": 0.1}),
    "metric.lazy_distance": (TWO, {"action": ROWS, "lam": 0.1}),
    "metric.lazy_path": (TWO, {"action": ROWS}),
    "metric.pairwise": (TWO, {"action": ROWS, "lam": [0.1, 0.5]}),
    "metric.quotient_distance": (TWO, {"action": ROWS}),
    "neighbors.count_votes": ({"labels": LABELS}, {"classes": 2}),
    "neighbors.neighbors": (TWO, {"action": ROWS, "lam": 0.1, "k": 2}),
    "neighbors.neighbors_path": ({"x": X[0]}, {"index": NeighborIndex(ROWS, Y), "k": 2}),
    "neighbors.squared_neighbors": (TWO, {"action": ROWS, "lam": 0.1, "k": 2}),
    "neighbors.vote_paths": (TWO | {"labels": LABELS[:3]}, {"action": ROWS, "k": 2}),
    "neighbors.winner": ({"votes": LABELS}, {}),
    "riemannian.align": (PAIR | {"towards": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.align_clouds": (CLOUDS, {"action": SPACE, "lam": 0.5}),
    "riemannian.ball_volume": ({"radius": VECTORS[0]}, {"action": PLANE, "lam": 0.5}),
    "riemannian.cheeger_metric_matrix": (
        {"generators": torch.tensor([[[0.0, -1.0], [1.0, 0.0]]]), "x": VECTORS[:, :2]},
        {"lam": 0.5},
    ),
    "riemannian.christoffel_symbols": ({"x": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.cloud_distance": (CLOUDS, {"action": SPACE, "lam": 0.5}),
    "riemannian.cut_locus": ({"x": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.distance": (PAIR, {"action": SPACE, "lam": 0.5}),
    "riemannian.embedding_profile": ({"r": VECTORS[0]}, {"action": PLANE, "lam": 0.5}),
    "riemannian.exp": (TANGENT, {"action": SPACE, "lam": 0.5}),
    "riemannian.exponential_map": (TANGENT, {"action": SPACE, "lam": 0.5}),
    "riemannian.gauss_curvature": ({"x": VECTORS[:, :2]}, {"action": PLANE, "lam": 0.5}),
    "riemannian.geodesic": (PAIR | {"towards": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.inner_product": (TANGENT | {"w": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.log": (PAIR | {"towards": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.logarithm_map": (PAIR | {"towards": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.metric_matrix": ({"x": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.norm": (TANGENT, {"action": SPACE, "lam": 0.5}),
    "riemannian.parallel_transport": (TANGENT | {"w": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.pullback_metric": ({"x": VECTORS}, {"action": SPACE, "function": torch.sin, "lam": 0.5}),
    "riemannian.ricci_tensor": ({"x": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.scalar_curvature": ({"x": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "riemannian.sectional_curvature": (TANGENT | {"w": VECTORS}, {"action": SPACE, "lam": 0.5}),
    "transport.orbit_costs": ({"elements": SHIFTS, "x": X[0], "g": SHIFTS[1]}, {"action": ROWS}),
    "transport.right_translate": ({"elements": SHIFTS, "weights": LAW, "g": SHIFTS[1]}, {"action": ROWS}),
    "transport.transport_bound": (
        {"elements": TURNS, "weights": LAW, "x": draw(2, 2), "g": TURNS[1]},
        {"action": QuarterTurns(2), "lipschitz": 1.0},
    ),
    "transport.wasserstein_distance": ({"p": LAW, "q": UNIFORM, "cost": draw(3, 3)}, {}),
    "transport.wasserstein_on_cycle": ({"p": LAW.double(), "q": UNIFORM}, {}),
}
# What is made of arrays, and what is then computed with it.
CLASSES: dict[str, tuple[Case, Callable[[Any, Callable[[Tensor], Any]], Any]]] = {
    "averaging.LazyAverage": (
        ({"elements": SHIFTS, "weights": LAW}, MODEL),
        lambda made, of: made(X).numpy(),
    ),  # a module, of tensors
    "filters.LazyMaxFilter": (
        ({"templates": X}, {"action": ROWS, "lam": 0.1}),
        lambda made, of: made(of(Y)),
    ),
    "neighbors.NeighborIndex": (({"y": Y}, {"action": ROWS}), lambda made, of: made.query(of(X), 0.1, 2)),
    "transport.TransportPenalty": (
        ({"costs": draw(2, 3, 3)}, {"strength": 1.0}),
        lambda made, of: made(of(UNIFORM)),
    ),
}


def arguments(member: Any) -> list[str]:
    """Return what of the arguments of a function, or of what makes an object, may be a tensor."""
    holds = [(p.name, str(p.annotation)) for p in inspect.signature(member).parameters.values()]
    return [name for name, kind in holds if "Tensor" in kind and "Callable" not in kind]


def public() -> dict[str, Any]:
    """Return every public function and class that takes tensors; results, which hold them, are none."""
    found = {}
    for info in pkgutil.iter_modules(lazyq.__path__):
        if not info.ispkg or info.name in INSIDE | PICTURES:
            continue
        package = importlib.import_module(f"lazyq.{info.name}")
        for name in package.__all__:
            member = getattr(package, name)
            is_result = inspect.isclass(member) and (
                issubclass(member, tuple) or dataclasses.is_dataclass(member)
            )
            ours = str(getattr(member, "__module__", "")).startswith("lazyq")
            is_estimator = hasattr(member, "get_params")
            if callable(member) and ours and not is_result and not is_estimator and arguments(member):
                found[f"{info.name}.{name}"] = member
    return found


PUBLIC = public()


def of(kind: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(of(kind, part) for part in value)
    return {"tensors": value, "arrays": value.numpy(), "lists": value.tolist()}[kind]


def same(found: Any, expected: Any, kind: str) -> None:
    """Check that what tensors became is of the kind, and has the same numbers."""
    if isinstance(expected, Tensor):
        assert isinstance(found, KINDS[kind] if expected.ndim or kind != "lists" else float | int | bool)
        np.testing.assert_array_equal(found, expected.detach())
    elif isinstance(expected, np.ndarray):
        np.testing.assert_array_equal(found, expected, strict=True)
    elif isinstance(expected, tuple):
        assert type(found) is type(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other, kind)
    elif isinstance(expected, nn.Module):
        same(tuple(found.state_dict().values()), tuple(expected.state_dict().values()), "tensors")
    elif dataclasses.is_dataclass(expected):
        assert type(found) is type(expected)
        for field in dataclasses.fields(expected):
            if field.name != "kind":
                same(getattr(found, field.name), getattr(expected, field.name), kind)
    else:
        assert found == expected


def called(member: Any, case: Case, kind: str) -> Any:
    given, other = case
    other = dict(other)
    margins = other.pop("margins", ())
    if "generator" in other:
        other["generator"] = torch.Generator().manual_seed(other["generator"])
    if "network" in other:
        other["network"] = type(other["network"])(2, (4,))
    torch.manual_seed(0)
    tensors = {name: of(kind, value) for name, value in given.items()}
    return member(*tensors.values(), *margins) if margins else member(**tensors, **other)


def test_every_public_function_that_takes_tensors_has_a_case_with_all_of_them() -> None:
    cases = FUNCTIONS | {name: case for name, (case, _) in CLASSES.items()}
    assert cases.keys() == PUBLIC.keys()
    for name, (given, other) in cases.items():
        assert set(arguments(PUBLIC[name])) <= {*given, *other}, name


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("kind", ["arrays", "lists"])
def test_arrays_and_lists_give_what_tensors_give_in_kind(name: str, kind: str) -> None:
    doubled = {key: wide(value) for key, value in FUNCTIONS[name][0].items()}
    case = doubled, FUNCTIONS[name][1]
    same(called(PUBLIC[name], case, kind), called(PUBLIC[name], case, "tensors"), kind)


def wide(value: Any) -> Any:
    """Return floating-point numbers in float64, as lists have them."""
    return value.double() if isinstance(value, Tensor) and value.is_floating_point() else value


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("kind", ["arrays", "lists"])
def test_objects_made_of_arrays_and_lists_compute_what_those_of_tensors_do(name: str, kind: str) -> None:
    case, then = CLASSES[name]
    case = {key: wide(value) for key, value in case[0].items()}, case[1]
    found = then(called(PUBLIC[name], case, kind), lambda value: of(kind, value))
    same(found, then(called(PUBLIC[name], case, "tensors"), lambda value: value), kind)
