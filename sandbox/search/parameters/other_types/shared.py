"""Which rows do several types share? Addresses and telephones."""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter

ANY = ("*",)

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
