"""Vectors of eight numbers as a type of the compiled code: what a processor works on at a time, said explicitly.

A compiler that vectorises loops by itself must suspect that arrays overlap and that a loop ends within a vector, and
ask so in every loop: with a dozen neurons that takes as long as their numbers. Here arrays are filled up to whole
vectors (`layout.whole`), and every load, store and sum is of one. A processor with narrower ones does each in parts.

Vectors know + - * /, >= and ==, which give a mask for `select`, and numbers beside them, which count as eight equal
ones.
"""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from nmn.engine.kernels.compiled import inlined
from nmn.engine.layout import LANES, whole

NUMBER, SWITCH, WHOLE = ir.DoubleType(), ir.IntType(1), ir.IntType(64)
NUMBERS, SWITCHES, WHOLES = (ir.VectorType(kind, LANES) for kind in (NUMBER, SWITCH, WHOLE))
BIAS, FRACTION = 1023, 52  # of a float's exponent, and its bits below it
padded = inlined(whole)


class Vector(types.Type):  # type: ignore[misc]
    """Eight numbers."""

    def __init__(self) -> None:
        super().__init__("Vector")


class Mask(types.Type):  # type: ignore[misc]
    """Eight times yes or no."""

    def __init__(self) -> None:
        super().__init__("Mask")


vector, mask, number = Vector(), Mask(), types.float64


@register_model(Vector)
class _VectorModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, NUMBERS)


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, SWITCHES)


def _shuffle(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, lanes: list[int]) -> ir.Value:
    """The places of a vector that come first, by number among those of two vectors."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(ir.IntType(32), len(lanes)), lanes))


def _all(builder: ir.IRBuilder, value: ir.Value, kind: types.Type = number) -> ir.Value:
    """A number in every place; a vector as it is."""
    if kind is vector:
        return value
    lanes = ir.VectorType(value.type, LANES)
    first = builder.insert_element(ir.Constant(lanes, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    return _shuffle(builder, first, ir.Constant(lanes, ir.Undefined), [0] * LANES)


def _operate(operation: Callable[..., Any], result: types.Type, emit: Callable[..., ir.Value]) -> None:
    """Give vectors an operation of Python's: between two, and with a number on either side."""
    pairs = ((vector, vector), (vector, number), (number, vector))

    class Cases(ConcreteTemplate):  # type: ignore[misc]
        cases = [signature(result, *pair) for pair in pairs]  # noqa: RUF012

    infer_global(operation)(Cases)
    for pair in pairs:

        def lowered(context: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
            return emit(builder, *(_all(builder, *each) for each in zip(args, sig.args, strict=True)))

        lower_builtin(operation, *pair)(lowered)


for _operation, _name in (
    (operator.add, "fadd"),
    (operator.iadd, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operate(_operation, vector, lambda builder, a, b, name=_name: getattr(builder, name)(a, b))
_operate(operator.ge, mask, lambda builder, a, b: builder.fcmp_ordered(">=", a, b))
_operate(operator.eq, mask, lambda builder, a, b: builder.fcmp_ordered("==", a, b))


def _place(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> ir.Value:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at], inbounds=True), NUMBERS.as_pointer())


# A vector may start anywhere: where it starts at a multiple of LANES of an `aligned` array, it lies in one cache line.
@intrinsic
def load(_: Any, array: Any, at: Any) -> Any:
    """The eight numbers from array[at] on."""

    def emit(context: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        return builder.load(_place(context, builder, sig.args[0], *args), align=8)

    return vector(array, types.intp), emit


@intrinsic
def store(_: Any, array: Any, at: Any, value: Any) -> Any:
    """Put a vector into the eight places from array[at] on."""

    def emit(context: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        builder.store(args[2], _place(context, builder, sig.args[0], *args[:2]), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), emit


@intrinsic
def has(_: Any, array: Any, at: Any, bit: Any) -> Any:
    """A mask: whether the eight whole numbers from array[at] on have a bit, by its number."""

    def emit(context: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        place = builder.bitcast(_place(context, builder, sig.args[0], *args[:2]), WHOLES.as_pointer())
        wanted = _all(builder, builder.shl(ir.Constant(WHOLE, 1), args[2]))
        found = builder.and_(builder.load(place, align=8), wanted)
        return builder.icmp_unsigned("!=", found, ir.Constant(WHOLES, [0] * LANES))

    return mask(array, types.intp, types.intp), emit


@intrinsic
def broadcast(_: Any, value: Any) -> Any:
    """A number in every place of a vector."""
    return vector(number), lambda _, builder, __, args: _all(builder, args[0])


@intrinsic
def hsum(_: Any, values: Any) -> Any:
    """The sum of a vector's numbers."""

    def emit(_: Any, builder: Any, __: Any, args: Any) -> ir.Value:
        kind = ir.FunctionType(NUMBER, [NUMBER, NUMBERS])
        add = cgutils.get_or_insert_function(builder.module, kind, f"llvm.vector.reduce.fadd.v{LANES}f64")
        return builder.call(add, [ir.Constant(NUMBER, -0.0), args[0]], fastmath=("reassoc",))

    return number(vector), emit


@intrinsic
def transpose(_: Any, source: Any, at: Any, stride: Any, target: Any, to: Any, step: Any) -> Any:
    """Put the vectors at source[at], [at + stride] ... as columns into the rows at target[to], [to + step] ..."""

    def emit(context: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        source, at, stride, target, to, step = args
        places = [builder.add(at, builder.mul(stride, stride.type(i))) for i in range(LANES)]
        rows = [
            builder.load(_place(context, builder, sig.args[0], source, place), align=8) for place in places
        ]
        for width in (1, 2, 4):  # swap the off-diagonal squares of this width
            for i in range(LANES):
                if not i & width:
                    upper, lower = rows[i], rows[i + width]
                    lanes = [lane if not lane & width else LANES + lane - width for lane in range(LANES)]
                    rows[i] = _shuffle(builder, upper, lower, lanes)
                    rows[i + width] = _shuffle(builder, upper, lower, [lane + width for lane in lanes])
        for i, row in enumerate(rows):
            place = builder.add(to, builder.mul(step, step.type(i)))
            builder.store(row, _place(context, builder, sig.args[3], target, place), align=8)
        return context.get_dummy_value()

    where = types.intp
    return types.void(source, where, where, target, where, where), emit


@intrinsic
def select(_: Any, which: Any, yes: Any, no: Any) -> Any:
    """Of two vectors or numbers, in every place the one that a mask says; NaN comes through."""

    def emit(_: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        which, *values = args
        return builder.select(
            which, *(_all(builder, *each) for each in zip(values, sig.args[1:], strict=True))
        )

    return vector(mask, yes, no), emit


@intrinsic
def notnan(_: Any, values: Any) -> Any:
    """A mask: whether each is a number, not NaN."""
    return mask(vector), lambda _, builder, __, args: builder.fcmp_ordered("ord", args[0], args[0])


def _alone(name: str) -> Any:
    """A function of LLVM's for numbers and vectors alike."""

    @intrinsic
    def function(_: Any, value: Any) -> Any:
        kind, suffix = (NUMBERS, f"v{LANES}f64") if value is vector else (NUMBER, "f64")

        def emit(_: Any, builder: Any, __: Any, args: Any) -> ir.Value:
            found = cgutils.get_or_insert_function(
                builder.module, ir.FunctionType(kind, [kind]), f"llvm.{name}.{suffix}"
            )
            return builder.call(found, args)

        return value(value), emit

    return function


floor, sqrt, fabs = _alone("floor"), _alone("sqrt"), _alone("fabs")


@intrinsic
def clip(_: Any, value: Any, limit: Any) -> Any:
    """A number or a vector's numbers, cut to -limit ... limit; NaN stays NaN."""

    def emit(_: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        cut, limit = args
        for bound, beyond in ((limit, ">"), (builder.fneg(limit), "<")):
            edge = _all(builder, bound) if sig.args[0] is vector else bound
            cut = builder.select(builder.fcmp_ordered(beyond, cut, edge), edge, cut)
        return cut

    return value(value, number), emit


@intrinsic
def two_to_the(_: Any, power: Any) -> Any:
    """2 to the power of whole numbers from -1022 to 1023, by writing them as exponents; for others anything."""
    kind = WHOLES if power is vector else WHOLE

    def emit(_: Any, builder: Any, sig: Any, args: Any) -> ir.Value:
        def constant(value: int) -> ir.Value:
            return ir.Constant(kind, [value] * LANES if kind is WHOLES else value)

        shift = 1.5 * 2.0**FRACTION  # a small whole number plus this has the number's bits at its end
        shifted = builder.fadd(
            args[0],
            _all(builder, ir.Constant(NUMBER, shift)) if kind is WHOLES else ir.Constant(NUMBER, shift),
        )
        bits = builder.add(builder.bitcast(shifted, kind), constant(BIAS))
        return builder.bitcast(builder.shl(bits, constant(FRACTION)), args[0].type)

    return power(power), emit
