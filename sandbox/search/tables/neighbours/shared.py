"""Which rows do several types share? Addresses and telephones; and how rows become the table of a type."""

from sandbox.search.param import Param

ANY = ("*",)


def table(*rows: Param) -> dict[str, Param]:
    """Return rows by name, in the order of their names."""
    return {row.name: row for row in sorted(rows, key=lambda row: row.name)}


# Columns: name, search type, path below the resource, then what is special.
# fmt: off
ADDRESS: tuple[Param, ...] = (
    Param(name="address",            type="string", path="address"),
    Param(name="address-city",       type="string", path="address.city"),
    Param(name="address-country",    type="string", path="address.country"),
    Param(name="address-postalcode", type="string", path="address.postalCode"),
    Param(name="address-state",      type="string", path="address.state"),
    Param(name="address-use",        type="token",  path="address.use", element="code",
          system="http://hl7.org/fhir/address-use"),
)

TELECOM: tuple[Param, ...] = (
    Param(name="email",   type="token", path="telecom[system=email]", element="ContactPoint"),
    Param(name="phone",   type="token", path="telecom[system=phone]", element="ContactPoint"),
    Param(name="telecom", type="token", path="telecom", element="ContactPoint"),
)
# fmt: on
