"""Which rows do several types share? Addresses and telephones; and how rows become the table of a type."""

from sandbox.search.param import SearchParameter

ANY = ("*",)


def table(*rows: SearchParameter) -> dict[str, SearchParameter]:
    """Return rows by name, in the order of their names."""
    return {row.name: row for row in sorted(rows, key=lambda row: row.name)}


# Columns: name, search type, path below the resource, then what is special.
# fmt: off
ADDRESS: tuple[SearchParameter, ...] = (
    SearchParameter(name="address",            type="string", path="address"),
    SearchParameter(name="address-city",       type="string", path="address.city"),
    SearchParameter(name="address-country",    type="string", path="address.country"),
    SearchParameter(name="address-postalcode", type="string", path="address.postalCode"),
    SearchParameter(name="address-state",      type="string", path="address.state"),
    SearchParameter(name="address-use",        type="token",  path="address.use", element="code",
                    system="http://hl7.org/fhir/address-use"),
)

TELECOM: tuple[SearchParameter, ...] = (
    SearchParameter(name="email",   type="token", path="telecom[system=email]", element="ContactPoint"),
    SearchParameter(name="phone",   type="token", path="telecom[system=phone]", element="ContactPoint"),
    SearchParameter(name="telecom", type="token", path="telecom", element="ContactPoint"),
)
# fmt: on
