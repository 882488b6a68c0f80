"""Turning the image, turning the embedding: how rigidly the space of an encoder moves with its digits."""

from lazyq.experiments.steering.result import Steering
from lazyq.experiments.steering.spec import METHODS, LiveTraining, SteeringSpec

__all__ = ["METHODS", "LiveTraining", "Steering", "SteeringSpec"]
