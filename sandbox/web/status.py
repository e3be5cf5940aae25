"""Which HTTP status does a problem get? The only such map."""

from sandbox.problem import Kind

# fmt: off
STATUS: dict[Kind, int] = {
    Kind.NO_LOGIN:          401,
    Kind.UNKNOWN_PARAMETER: 400,
    Kind.BAD_MODIFIER:      400,
    Kind.BAD_VALUE:         400,
    Kind.BAD_OPTION:        400,
    Kind.AMBIGUOUS:         400,
    Kind.UNKNOWN_SET:       400,
    Kind.UNKNOWN_ADDRESS:   404,
    Kind.UNKNOWN_TYPE:      404,
    Kind.FORBIDDEN:         403,
    Kind.NOT_FOUND:         404,
    Kind.GONE:              410,
    Kind.WRONG_METHOD:      405,
    Kind.WRONG_ACCEPT:      406,
    Kind.WRONG_BODY:        415,
    Kind.TOO_LARGE:         413,
    Kind.INVALID:           422,
    Kind.INTERNAL:          500,
}
# fmt: on
