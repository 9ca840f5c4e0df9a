"""Named tuples as compiled functions hand them on: by their address, and with what is settled of them in their type.

A network and a work are hundreds of numbers. As arguments, one by one, they take longer to compile than what is done
with them. The address goes only into functions that are inlined, so that the processor sees none of it.

Where an inner function asks for a settled field, as in `if net.learned:`, `Settle` puts a constant there, and Numba
drops the branch that is not taken before it looks at what is called in it.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.ir import Arg, Assign, Const, Expr
from numba.core.ir_utils import get_definition, guard
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, models, register_model

from nmn.engine.variant import Variant

WORD, BYTES = ir.IntType(64), ir.IntType(8).as_pointer()


class Held(types.Type):  # type: ignore[misc]
    """The address of a named tuple, and what is settled of it."""

    def __init__(self, whole: types.NamedTuple, settled: tuple[Any, ...]) -> None:
        self.members = dict(zip(whole.fields, whole.types, strict=True))
        self.settled = dict(zip(Variant._fields, settled, strict=True)) if settled else {}
        self.identity = whole, settled
        super().__init__("_".join((whole.instance_class.__name__, *map(str, settled))))

    @property
    def key(self) -> Any:
        """What makes two of them equal; their names are short, as they stand in those of functions."""
        return self.identity


@register_model(Held)
class _HeldModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, BYTES)


def _places(context: Any, held: Held) -> tuple[dict[str, int], int]:
    """Where each member lies, and the size of all, in words."""
    places, end = {}, 0
    for name, kind in held.members.items():
        places[name] = end
        end += -(-context.get_abi_sizeof(context.get_value_type(kind)) // 8)
    return places, end


def _member(context: Any, builder: Any, held: Held, address: Any, name: str) -> ir.Value:
    """The address of a member."""
    offset = 8 * _places(context, held)[0][name]
    place = builder.gep(address, [ir.Constant(WORD, offset)], inbounds=True)
    return builder.bitcast(place, context.get_value_type(held.members[name]).as_pointer())


@infer_getattr
class _Members(AttributeTemplate):  # type: ignore[misc]
    key = Held

    def generic_resolve(self, held: Held, name: str) -> Any:
        return held.members.get(name)


@lower_getattr_generic(Held)
def _load(context: Any, builder: Any, held: Held, address: Any, name: str) -> ir.Value:
    return builder.load(_member(context, builder, held, address, name))


@intrinsic(prefer_literal=True)
def hold(_: Any, whole: Any, settled: Any) -> Any:
    """A named tuple as `Held`, a network with its variant as a constant, others with (); None stays None."""
    if whole is types.none:
        return whole(whole, settled), lambda _, __, ___, args: args[0]
    held = Held(whole, tuple(each.literal_value for each in settled.types))

    def emit(context: Any, builder: Any, _: Any, args: Any) -> ir.Value:
        with builder.goto_entry_block():
            room = builder.alloca(ir.ArrayType(WORD, _places(context, held)[1]))
            address = builder.bitcast(room, BYTES)
        for i, name in enumerate(held.members):
            builder.store(builder.extract_value(args[0], i), _member(context, builder, held, address, name))
        return address

    return held(whole, settled), emit


@register_pass(mutates_CFG=False, analysis_only=False)
class Settle(FunctionPass):  # type: ignore[misc]
    """Put constants in the place of what is settled of an argument."""

    _name = "settle"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Change the lines that ask for it, and what Numba knows of them."""
        code, found = state.func_ir, False
        for line in (line for block in code.blocks.values() for line in block.find_insts(Assign)):
            asked = line.value
            if isinstance(asked, Expr) and asked.op == "getattr":
                source = guard(get_definition, code, asked.value)
                kind = state.args[source.index] if isinstance(source, Arg) else None
                if isinstance(kind, Held) and asked.attr in kind.settled:
                    line.value, found = Const(kind.settled[asked.attr], line.loc), True
                    known = code._definitions[line.target.name]  # noqa: SLF001 - Numba's other passes do so
                    known[known.index(asked)] = line.value
        return found
