"""Geodesics in closed form: straight lines seen from a frame that turns at a constant rate."""

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.kinds import TENSORS, OfAnyKind, any_kind, as_kind
from lazyq.riemannian.actions import RotationAction
from lazyq.riemannian.arithmetic import euclidean_norm
from lazyq.riemannian.distances import distance
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale
from lazyq.riemannian.metric import shrinkage
from lazyq.riemannian.planar import alignment_in_plane


@final
@dataclass(frozen=True)
class Geodesic(OfAnyKind):
    """The geodesic γ with γ(0) = x and γ′(0) = v, defined for all t.

    In every block γ(t) = e^{tA} (x + tw) with A = (v xᵀ − x vᵀ)/(β² + ‖x‖²) and w = g_x v: the horizontal
    geodesic of Rⁿ × G, a straight line and a one-parameter group, seen from Rⁿ. Its speed is constant.

    Attributes
    ----------
    action : the RotationAction
    x, v : (..., n) float64
    lam : (...) > 0
    length : (...) from t = 0 to t = 1
    kind : "tensors", "arrays" or "lists": what x and y were given as, and the attributes and answers are

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, geodesic
    >>> line = geodesic(OrthogonalAction(2), torch.tensor([1.0, 0.0]), torch.tensor([3.0, 0.0]), 1.0)
    >>> line.velocity(0.5).tolist(), float(line.length)
    ([2.0, 0.0], 2.0)
    """

    action: RotationAction
    x: Tensor
    v: Tensor
    lam: Tensor
    length: Tensor
    kind: str = TENSORS

    def at(self, t: float | Tensor) -> Tensor:
        """Return γ(t), (..., *t.shape, n)."""
        point: Tensor = as_kind(self._state(t).point, self.kind)
        return point

    def velocity(self, t: float | Tensor) -> Tensor:
        """Return γ′(t), (..., *t.shape, n)."""
        velocity: Tensor = as_kind(self._state(t).velocity, self.kind)
        return velocity

    def of_kind(self, kind: str) -> "Geodesic":
        """Return the geodesic with its attributes as arrays or lists."""
        held = {field.name: as_kind(getattr(self, field.name), kind) for field in fields(self)}
        return replace(self, **held | {"kind": kind})

    def _state(self, t: float | Tensor) -> "_State":
        line = self._tensors()
        t = torch.as_tensor(t, dtype=line.x.dtype, device=line.x.device)
        batch = line.x.shape[:-1]
        aligned = (*batch, *[1] * t.ndim, -1)
        lam = line.lam.expand(batch).reshape(aligned[:-1])
        points, velocities = [], []
        for x, v in zip(line.action.split(line.x), line.action.split(line.v), strict=True):
            beta = scale(line.action, lam, x.shape[-1])
            state = _in_block(x.reshape(aligned), v.reshape(aligned), beta, t)
            points.append(state.point)
            velocities.append(state.velocity)
        return _State(line.action.join(points), line.action.join(velocities))

    def _tensors(self) -> "Geodesic":
        if self.kind == TENSORS:
            return self
        names = ("x", "v", "lam", "length")
        held: dict[str, Any] = {name: torch.from_numpy(np.asarray(getattr(self, name))) for name in names}
        return replace(self, **held, kind=TENSORS)


class _State(NamedTuple):
    point: Tensor
    velocity: Tensor


@any_kind("x", "y", "towards")
def geodesic(
    action: RotationAction, x: Tensor, y: Tensor, lam: float | Tensor, *, towards: Tensor | None = None
) -> Geodesic:
    """Return the minimal geodesic with γ(0) = x and γ(1) = y; its length is d_λ(x, y).

    γ(t) = R(tθ) [(1−t) x + t R(−θ) y] with R(θ) = g_λ, the optimal rotation. Where several are minimal,
    ``towards`` chooses as in :func:`align`. Parameters as :func:`logarithm_map`.

    Parameters
    ----------
    action, x, y, lam, towards : as for :func:`logarithm_map`

    Returns
    -------
    Geodesic, of the kind of x and y; ``.at(t)`` and ``.velocity(t)`` are γ(t) and γ′(t)

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, geodesic
    >>> line = geodesic(OrthogonalAction(2), torch.tensor([1.0, 0.0]), torch.tensor([3.0, 0.0]), 1.0)
    >>> line.at(torch.tensor([0.0, 0.5, 1.0])).tolist()
    [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
    """
    (x, y), _ = checked_vectors(action, x=x, y=y)
    v = logarithm_map(action, x, y, lam, towards=towards)
    length = distance(action, x, y, lam)
    return Geodesic(action, x.expand(v.shape), v, checked_lam(lam, x, positive=True), length)


@any_kind("x", "y", "v", "w", "towards")
def exponential_map(action: RotationAction, x: Tensor, v: Tensor, lam: float | Tensor) -> Tensor:
    """Return exp_x(v), the point that the geodesic from x with initial velocity v reaches at t = 1.

    The space is complete, so every v is allowed. Differentiable in x, v and λ, at 0 too.

    Parameters
    ----------
    action : a RotationAction
    x, v : (..., n) float32 or float64; batch dimensions broadcast
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, exponential_map
    >>> exponential_map(OrthogonalAction(2), torch.zeros(2), torch.tensor([3.0, 4.0]), 1.0)  # straight
    tensor([3., 4.])
    """
    (x, v), dtype = checked_vectors(action, x=x, v=v)
    lam = checked_lam(lam, x, positive=True)
    shape = torch.broadcast_shapes(x.shape[:-1], lam.shape)
    one = torch.ones((), dtype=x.dtype, device=x.device)
    blocks = []
    for start, velocity in zip(action.split(x), action.split(v), strict=True):
        size = start.shape[-1]
        beta = scale(action, lam, size).expand(shape)
        blocks.append(_in_block(start.expand(*shape, size), velocity.expand(*shape, size), beta, one).point)
    return action.join(blocks).to(dtype)


@any_kind("x", "y", "v", "w", "towards")
def logarithm_map(
    action: RotationAction, x: Tensor, y: Tensor, lam: float | Tensor, *, towards: Tensor | None = None
) -> Tensor:
    """Return log_x(y), the initial velocity of the minimal geodesic that is at y when t = 1.

    g_x(v, v) = d_λ(x, y)², and exp_x undoes it. Differentiable away from the cut locus and from parallel
    points. Where several geodesics are minimal, ``towards`` chooses as in :func:`align`.

    Parameters
    ----------
    action : a RotationAction
    x, y : (..., n) float32 or float64; batch dimensions broadcast
    lam : > 0; a number or a tensor that broadcasts with the batch
    towards : (..., n) settles which way opposite points are turned; has no say elsewhere

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, exponential_map, logarithm_map
    >>> x, y = torch.tensor([5.0, 0.0]), torch.tensor([3.0, 4.0])
    >>> logarithm_map(OrthogonalAction(2), x, y, torch.inf)
    tensor([-2.,  4.])
    >>> v = logarithm_map(OrthogonalAction(2), x, y, 1.0)
    >>> exponential_map(OrthogonalAction(2), x, v, 1.0)
    tensor([3.0000, 4.0000])
    """
    given = {"x": x, "y": y} if towards is None else {"x": x, "y": y, "towards": towards}
    vectors, dtype = checked_vectors(action, **given)
    lam = checked_lam(lam, vectors[0], positive=True)
    shape = torch.broadcast_shapes(vectors[0].shape[:-1], lam.shape)
    blocks = []
    for parts in zip(
        *(action.split(vector.expand(*shape, vector.shape[-1])) for vector in vectors), strict=True
    ):
        beta = scale(action, lam, parts[0].shape[-1]).expand(shape)
        best = alignment_in_plane(parts[0], parts[1], beta, *parts[2:])
        sideways = best.r1 * best.theta
        blocks.append(best.pulled_back + sideways[..., None] * best.w)
    return action.join(blocks).to(dtype)


@any_kind("x", "y", "v", "w", "towards")
def parallel_transport(
    action: RotationAction, x: Tensor, v: Tensor, w: Tensor, lam: float | Tensor
) -> Tensor:
    """Return w at x carried along t ↦ exp_x(tv) to t = 1, parallel in the Levi-Civita connection.

    In the plane of x and v, which is totally geodesic, the angle with γ′ is kept; across that plane
    directions stay and only lengths are adjusted. ``v = logarithm_map(action, x, y, lam)`` carries w to y.

    Parameters
    ----------
    action : a RotationAction
    x, v, w : (..., n) float32 or float64; batch dimensions broadcast
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, parallel_transport
    >>> x, v, w = torch.tensor([1.0, 0.0]), torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    >>> parallel_transport(OrthogonalAction(2), x, v, w, 1.0)  # g takes 2/3 at x, and 1/3 at 2x
    tensor([0.0000, 1.4142])
    """
    vectors, dtype = checked_vectors(action, x=x, v=v, w=w)
    lam = checked_lam(lam, vectors[0], positive=True)
    shape = torch.broadcast_shapes(vectors[0].shape[:-1], lam.shape)
    vectors = [vector.expand(*shape, vector.shape[-1]) for vector in vectors]
    blocks = []
    for start, velocity, carried in zip(*map(action.split, vectors), strict=True):
        beta = scale(action, lam, start.shape[-1]).expand(shape)
        end = _in_block(start, velocity, beta, torch.ones((), dtype=start.dtype, device=start.device))
        blocks.append(_transported(start, velocity, end, carried, beta))
    return action.join(blocks).to(dtype)


def _in_block(x: Tensor, v: Tensor, beta: Tensor, t: Tensor) -> _State:
    """Return position and velocity at t of the geodesic of one block."""
    bend = shrinkage(x, beta)
    unit, inverse = x * bend.inverse_size[..., None], bend.inverse_size[..., None]
    w = bend.s[..., None] * v + unit * (unit * v).sum(-1, keepdim=True)
    across = _across(x, v)
    turning = across * inverse
    rate = euclidean_norm(unit) * euclidean_norm(turning)

    def generate(z: Tensor) -> Tensor:
        return turning * (unit * z).sum(-1, keepdim=True) - unit * (turning * z).sum(-1, keepdim=True)

    def turned(z: Tensor) -> Tensor:
        angle = (rate * t)[..., None]
        return angle.cos() * z + t[..., None] * torch.sinc(angle / torch.pi) * generate(z)

    line = x + t[..., None] * w
    return _State(turned(line), turned(generate(line) + w))


def _across(x: Tensor, v: Tensor) -> Tensor:
    """Return the component of v across x, in two passes; v itself where x = 0."""
    radius = euclidean_norm(x, keepdim=True)
    unit = x / torch.where(radius > 0, radius, 1.0)
    once = v - unit * (unit * v).sum(-1, keepdim=True)
    return once - unit * (unit * once).sum(-1, keepdim=True)


def _transported(x: Tensor, v: Tensor, end: _State, carried: Tensor, beta: Tensor) -> Tensor:
    """Return the carried vector at the end, from its coordinates in the two frames (γ′, its normal)."""
    first, second = _orthonormal(x, v)
    frames, norms, speeds = [], [], []
    for point, velocity in ((x, v), (end.point, end.velocity)):
        shrunk = shrinkage(point, beta).root[..., None]
        across = _turn(point, first, second)
        along = _unit_or(point, first)
        across = torch.where((point == 0).all(-1, keepdim=True), second, across)
        frames.append((along, across))
        norms.append(shrunk)
        radial = (along * velocity).sum(-1, keepdim=True)
        speeds.append((radial, shrunk * (across * velocity).sum(-1, keepdim=True)))
    (along, across), (along_end, across_end) = frames
    inside = (along * carried).sum(-1, keepdim=True), (across * carried).sum(-1, keepdim=True)
    outside = carried - inside[0] * along - inside[1] * across
    a, b = inside[0], norms[0] * inside[1]
    cosine = speeds[0][0] * speeds[1][0] + speeds[0][1] * speeds[1][1]
    sine = speeds[0][0] * speeds[1][1] - speeds[0][1] * speeds[1][0]
    size = torch.hypot(cosine, sine)
    still = size == 0
    cosine, sine = (
        torch.where(still, still_value, part / torch.where(still, 1.0, size))
        for part, still_value in ((cosine, 1.0), (sine, 0.0))
    )
    a, b = cosine * a - sine * b, sine * a + cosine * b
    return a * along_end + (b / norms[1]) * across_end + outside * norms[0] / norms[1]


def _orthonormal(x: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """Return an orthonormal basis of a plane that contains x and v."""
    axis = torch.zeros_like(x).scatter_(-1, x.detach().abs().argmax(-1, keepdim=True), 1.0)
    first = _unit_or(x, _unit_or(v, axis))
    helper = torch.zeros_like(x).scatter_(-1, first.detach().abs().argmin(-1, keepdim=True), 1.0)
    second = _unit_or(_across(first, v), _unit_or(_across(first, helper), torch.zeros_like(x)))
    return first, second


def _turn(point: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Return the direction of the point turned by a right angle, from the first axis to the second."""
    unit = _unit_or(point, first)
    return (unit * first).sum(-1, keepdim=True) * second - (unit * second).sum(-1, keepdim=True) * first


def _unit_or(vector: Tensor, other: Tensor) -> Tensor:
    size = euclidean_norm(vector, keepdim=True)
    return torch.where(size > 0, vector / torch.where(size > 0, size, 1.0), other)
