"""Vectors of float32 and int32 lanes as Numba values: what LLVM's own loop vectoriser can't be talked into.

LLVM splits a vector into the machine's registers, or fills part of one.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.extending import intrinsic, models, register_model

_FLOAT = ir.FloatType()
_DOUBLE = ir.DoubleType()
_SHORT = ir.IntType(16)
_INT = ir.IntType(32)
_ELEMENTS = {"float32": _FLOAT, "float64": _DOUBLE, "int32": _INT}
_LINE = 512  # bits of a cache line: a register of AVX-512, two of AVX2


class Lanes(types.Type):
    """The Numba type of a vector of some float32, float64 or int32."""

    def __init__(self, element: str, count: int) -> None:
        super().__init__(name=f"{element}x{count}")
        self.count = count
        self.whole = element == "int32"
        self.scalar = getattr(types, element)
        self.vector = ir.VectorType(_ELEMENTS[element], count)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, described: Any) -> None:
        super().__init__(manager, described, described.vector)


def _shuffled(builder: Any, vector: Any, order: list[int]) -> Any:
    mask = ir.Constant(ir.VectorType(_INT, len(order)), [ir.Constant(_INT, i) for i in order])
    return builder.shuffle_vector(vector, vector, mask)


def _spread(builder: Any, kind: Lanes, scalar: Any) -> Any:
    empty = ir.Constant(kind.vector, ir.Undefined)
    single = builder.insert_element(empty, scalar, ir.Constant(_INT, 0))
    return _shuffled(builder, single, [0] * kind.count)


def spreader(kind: Lanes) -> Any:
    """Return the function of a scalar that gives it in every lane."""

    @intrinsic
    def spread(typing_context: Any, scalar: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _spread(builder, kind, arguments[0])

        return kind(kind.scalar), generate

    return spread


@intrinsic
def spread_like(typing_context: Any, vector: Any, scalar: Any) -> Any:
    """Return a float in as many lanes as the vector of floats has."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _spread(builder, vector, arguments[1])

    return vector(vector, vector.scalar), generate


def loader(kind: Lanes) -> Any:
    """Return the function of a C-contiguous array and a position in its flat order that reads the lanes."""

    @intrinsic
    def load(typing_context: Any, array: Any, position: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
            address = builder.gep(data, [arguments[1]])
            loaded = builder.load(builder.bitcast(address, kind.vector.as_pointer()))
            loaded.align = 4
            return loaded

        return kind(array, types.intp), generate

    return load


@intrinsic
def store(typing_context: Any, array: Any, position: Any, vector: Any) -> Any:
    """Write the lanes into a C-contiguous array, from a position in its flat order on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        address = builder.gep(data, [arguments[1]])
        written = builder.store(arguments[2], builder.bitcast(address, vector.vector.as_pointer()))
        written.align = 4
        return context.get_dummy_value()

    return types.none(array, types.intp, vector), generate


@intrinsic
def multiply_add(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """Return a·b + c of floats, rounded once: vfmadd on x86."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.call(_function(builder, "fma", a, 3), arguments)

    return a(a, a, a), generate


@intrinsic
def absolute(typing_context: Any, a: Any) -> Any:
    """Return |a| of floats."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.call(_function(builder, "fabs", a, 1), arguments)

    return a(a), generate


@intrinsic
def root(typing_context: Any, a: Any) -> Any:
    """Return √a of floats."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.call(_function(builder, "sqrt", a, 1), arguments)

    return a(a), generate


def _function(builder: Any, name: str, kind: Lanes, arity: int) -> Any:
    """Return LLVM's function of that name for vectors of floats."""
    described = ir.FunctionType(kind.vector, [kind.vector] * arity)
    return cgutils.get_or_insert_function(
        builder.module, described, f"llvm.{name}.v{kind.count}f{kind.scalar.bitwidth}"
    )


def _reader(bits: int) -> Any:
    """Return the function of a C-contiguous array and a position in its flat order that reads some bits."""

    @intrinsic
    def read(typing_context: Any, array: Any, position: Any) -> Any:
        kind = Lanes(array.dtype.name, bits // array.dtype.bitwidth)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
            address = builder.gep(data, [arguments[1]])
            loaded = builder.load(builder.bitcast(address, kind.vector.as_pointer()))
            loaded.align = 4
            return loaded

        return kind(array, types.intp), generate

    return read


line, half_line = _reader(_LINE), _reader(_LINE // 2)


def _line_spreader(bits: int) -> Any:
    """Return the function of a number that gives it in every lane of so many bits."""

    @intrinsic
    def spread(typing_context: Any, scalar: Any) -> Any:
        kind = Lanes(scalar.name, bits // scalar.bitwidth)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _spread(builder, kind, arguments[0])

        return kind(scalar), generate

    return spread


spread_line, spread_half_line = _line_spreader(_LINE), _line_spreader(_LINE // 2)


@intrinsic
def lanes_of(typing_context: Any, array: Any) -> Any:
    """Return how many numbers of an array a line has, which the compiler knows: not so the array's shape."""
    count = _LINE // array.dtype.bitwidth

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.get_constant(types.intp, count)

    return types.intp(array), generate


@intrinsic
def spread_at(typing_context: Any, array: Any, position: Any) -> Any:
    """Return the number of a C-contiguous array at a position of its flat order, in every lane of a line.

    Numba's own flat views, reshape(-1) and ravel(), are calls out of the code round them.
    """
    if array.layout != "C":
        raise TypingError(f"an array must be C-contiguous to be read by position, got {array}")
    kind = Lanes(array.dtype.name, _LINE // array.dtype.bitwidth)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        return _spread(builder, kind, builder.load(builder.gep(data, [arguments[1]])))

    return kind(array, types.intp), generate


@intrinsic
def correlate(typing_context: Any, total: Any, a: Any, b: Any) -> Any:
    """Return total + a·b: of int32 lanes with :func:`pairs_product`, of floats rounded once."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        sums, first, second = arguments
        if total.whole:
            return builder.add(sums, _pairs_product(builder, a, first, second))
        return builder.call(_function(builder, "fma", total, 3), [first, second, sums])

    return total(total, a, b), generate


@intrinsic
def pairs_product(typing_context: Any, a: Any, b: Any) -> Any:
    """Return in every int32 lane the sum of the products of its two int16 halves.

    On x86 LLVM makes vpmaddwd of these six steps, and vpdpwssd of them and the addition to a sum where the
    processor has it (VNNI): so two levels of an image share a lane. Levels 0 … 255 can't overflow.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _pairs_product(builder, a, *arguments)

    return a(a, a), generate


def _pairs_product(builder: Any, kind: Lanes, first: Any, second: Any) -> Any:
    halves = ir.VectorType(_SHORT, 2 * kind.count)
    wide = ir.VectorType(_INT, 2 * kind.count)
    first, second = (builder.sext(builder.bitcast(vector, halves), wide) for vector in (first, second))
    products = builder.mul(first, second, flags=["nsw"])
    even = _shuffled(builder, products, list(range(0, 2 * kind.count, 2)))
    odd = _shuffled(builder, products, list(range(1, 2 * kind.count, 2)))
    return builder.add(even, odd)


@intrinsic
def add(typing_context: Any, a: Any, b: Any) -> Any:
    """Return a + b."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return (builder.add if a.whole else builder.fadd)(*arguments)

    return a(a, a), generate


@intrinsic
def subtract(typing_context: Any, a: Any, b: Any) -> Any:
    """Return a − b."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return (builder.sub if a.whole else builder.fsub)(*arguments)

    return a(a, a), generate


@intrinsic
def greater(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the greater of a and b in every lane; neither may be NaN."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.select(_compared(builder, a, ">", arguments), *arguments)

    return a(a, a), generate


@intrinsic
def lesser(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the lesser of a and b in every lane; neither may be NaN."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.select(_compared(builder, a, "<", arguments), *arguments)

    return a(a, a), generate


@intrinsic
def select_less(typing_context: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """Return c where a < b, else d."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a_value, b_value, c_value, d_value = arguments
        return builder.select(_compared(builder, a, "<", (a_value, b_value)), c_value, d_value)

    return a(a, a, a, a), generate


@intrinsic
def least_sum(typing_context: Any, least: Any, a: Any, table: Any, position: Any, step: Any) -> Any:
    """Return the least of it and, for every lane k of a, a[k] + the vector of the table at position + k·step.

    All vectors are floats, the table is a C-contiguous array of them.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        best, vector, held, place, stride = arguments
        data = context.make_array(signature.args[2])(context, builder, held).data
        for k in range(a.count):
            address = builder.bitcast(builder.gep(data, [place]), least.vector.as_pointer())
            added = builder.load(address)
            added.align = 4
            value = builder.fadd(_shuffled(builder, vector, [k] * least.count), added)
            best = builder.select(builder.fcmp_ordered("<", value, best), value, best)
            place = builder.add(place, stride)
        return best

    return least(least, a, table, types.intp, types.intp), generate


@intrinsic
def any_less(typing_context: Any, a: Any, b: Any) -> Any:
    """Return whether a < b in any lane."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = _less(builder, a, arguments)
        return builder.icmp_unsigned("!=", found, ir.Constant(found.type, 0))

    return types.boolean(a, a), generate


@intrinsic
def lanes_less(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the lanes where a < b as the bits of a number, the first lane as the lowest one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.zext(_less(builder, a, arguments), ir.IntType(64))

    return types.uint64(a, a), generate


@intrinsic
def first_lane(typing_context: Any, lanes: Any) -> Any:
    """Return the first of the lanes that are the bits of a number which is not 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.intp(types.uint64), generate


def _less(builder: Any, kind: Lanes, vectors: Any) -> Any:
    return builder.bitcast(_compared(builder, kind, "<", vectors), ir.IntType(kind.count))


def _compared(builder: Any, kind: Lanes, relation: str, vectors: Any) -> Any:
    compare = builder.icmp_signed if kind.whole else builder.fcmp_ordered
    return compare(relation, *vectors)


@intrinsic
def floats(typing_context: Any, whole: Any) -> Any:
    """Return int32 lanes as float32 ones, and floats as they are."""
    kind = Lanes("float32", whole.count) if whole.whole else whole

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.sitofp(arguments[0], kind.vector) if whole.whole else arguments[0]

    return kind(whole), generate


@intrinsic
def total(typing_context: Any, vector: Any) -> Any:
    """Return the sum of the lanes of floats."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, width = arguments[0], vector.count
        while width > 1:
            width //= 2
            low = _shuffled(builder, value, list(range(width)))
            high = _shuffled(builder, value, list(range(width, 2 * width)))
            value = builder.fadd(low, high)
        return builder.extract_element(value, ir.Constant(_INT, 0))

    return vector.scalar(vector), generate
