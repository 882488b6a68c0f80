"""Sixteen float32 lanes as a Numba value: what LLVM's own loop vectoriser can't be talked into.

LLVM splits the vector into the machine's registers: two of AVX2, four of NEON or SSE, one of AVX-512.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

LANES = 16

_FLOAT = ir.FloatType()
_VECTOR = ir.VectorType(_FLOAT, LANES)
_INDEX = ir.IntType(32)


class Lanes(types.Type):
    """The Numba type of a vector of LANES float32."""

    def __init__(self) -> None:
        super().__init__(name=f"float32x{LANES}")


lanes = Lanes()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, described: Any) -> None:
        super().__init__(manager, described, _VECTOR)


def _shuffled(builder: Any, vector: Any, order: list[int]) -> Any:
    mask = ir.Constant(ir.VectorType(_INDEX, len(order)), [ir.Constant(_INDEX, i) for i in order])
    return builder.shuffle_vector(vector, vector, mask)


@intrinsic
def spread(typing_context: Any, scalar: Any) -> Any:
    """Return the scalar in every lane."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        single = builder.insert_element(
            ir.Constant(_VECTOR, ir.Undefined), arguments[0], ir.Constant(_INDEX, 0)
        )
        return _shuffled(builder, single, [0] * LANES)

    return lanes(types.float32), generate


@intrinsic
def load(typing_context: Any, array: Any, position: Any) -> Any:
    """Return LANES floats of a C-contiguous float32 array, from a position in its flat order on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        described = signature.args[0]
        data = context.make_array(described)(context, builder, arguments[0]).data
        address = builder.gep(data, [arguments[1]])
        loaded = builder.load(builder.bitcast(address, _VECTOR.as_pointer()))
        loaded.align = 4
        return loaded

    return lanes(array, types.intp), generate


@intrinsic
def store(typing_context: Any, array: Any, position: Any, vector: Any) -> Any:
    """Write LANES floats into a C-contiguous float32 array, from a position in its flat order on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        address = builder.gep(data, [arguments[1]])
        written = builder.store(arguments[2], builder.bitcast(address, _VECTOR.as_pointer()))
        written.align = 4
        return context.get_dummy_value()

    return types.none(array, types.intp, lanes), generate


@intrinsic
def multiply_add(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """Return a·b + c, rounded once."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * 3)
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{LANES}f32")
        return builder.call(function, arguments)

    return lanes(lanes, lanes, lanes), generate


@intrinsic
def add(typing_context: Any, a: Any, b: Any) -> Any:
    """Return a + b."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fadd(*arguments)

    return lanes(lanes, lanes), generate


@intrinsic
def greater(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the greater of a and b in every lane; neither may be NaN."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a, b = arguments
        return builder.select(builder.fcmp_ordered(">", a, b), a, b)

    return lanes(lanes, lanes), generate


@intrinsic
def lesser(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the lesser of a and b in every lane; neither may be NaN."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _lesser(builder, *arguments)

    return lanes(lanes, lanes), generate


@intrinsic
def least(typing_context: Any, vector: Any) -> Any:
    """Return the least of the lanes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, width = arguments[0], LANES
        while width > 1:
            width //= 2
            low = _shuffled(builder, value, list(range(width)))
            high = _shuffled(builder, value, list(range(width, 2 * width)))
            value = _lesser(builder, low, high)
        return builder.extract_element(value, ir.Constant(_INDEX, 0))

    return types.float32(lanes), generate


@intrinsic
def total(typing_context: Any, vector: Any) -> Any:
    """Return the sum of the lanes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, width = arguments[0], LANES
        while width > 1:
            width //= 2
            low = _shuffled(builder, value, list(range(width)))
            high = _shuffled(builder, value, list(range(width, 2 * width)))
            value = builder.fadd(low, high)
        return builder.extract_element(value, ir.Constant(_INDEX, 0))

    return types.float32(lanes), generate


def _lesser(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", a, b), a, b)
