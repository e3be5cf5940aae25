"""How are organizations, places and devices searched?"""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table
from sandbox.search.parameters.other_types.shared import ADDRESS

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
PLACES: dict[str, dict[str, SearchParameter]] = {
    "Device": table(
        SearchParameter(name="device-name",  type="string",
                           path="deviceName.name | type.coding.display | type.text"),
        SearchParameter(name="identifier",   type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="location",     type="reference", path="location", targets=("Location",)),
        SearchParameter(name="manufacturer", type="string",    path="manufacturer"),
        SearchParameter(name="model",        type="string",    path="modelNumber"),
        SearchParameter(name="organization", type="reference", path="owner", targets=("Organization",)),
        SearchParameter(name="patient",      type="reference", path="patient", targets=("Patient",)),
        SearchParameter(name="status",       type="token",     path="status", element="code",
                        system="http://hl7.org/fhir/device-status"),
        SearchParameter(name="type",         type="token",     path="type"),
        SearchParameter(name="udi-carrier",  type="string",    path="udiCarrier.carrierHRF"),
        SearchParameter(name="udi-di",       type="string",    path="udiCarrier.deviceIdentifier"),
        SearchParameter(name="url",          type="uri",       path="url"),
    ),
    "Location": table(
        *ADDRESS,
        SearchParameter(name="endpoint",           type="reference", path="endpoint", targets=("Endpoint",)),
        SearchParameter(name="identifier",         type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="name",               type="string",    path="name | alias"),
        SearchParameter(name="operational-status", type="token",     path="operationalStatus"),
        SearchParameter(name="organization",       type="reference", path="managingOrganization",
                        targets=("Organization",)),
        SearchParameter(name="partof",             type="reference", path="partOf", targets=("Location",)),
        SearchParameter(name="status",             type="token",     path="status", element="code",
                        system="http://hl7.org/fhir/location-status"),
        SearchParameter(name="type",               type="token",     path="type"),
    ),
    "Organization": table(
        *ADDRESS,
        SearchParameter(name="active",     type="token",     path="active", element="boolean"),
        SearchParameter(name="endpoint",   type="reference", path="endpoint", targets=("Endpoint",)),
        SearchParameter(name="identifier", type="token",     path="identifier", element="Identifier"),
        SearchParameter(name="name",       type="string",    path="name | alias"),
        SearchParameter(name="partof",     type="reference", path="partOf", targets=("Organization",)),
        SearchParameter(name="phonetic",   type="string",    path="name"),
        SearchParameter(name="type",       type="token",     path="type"),
    ),
}
# fmt: on
