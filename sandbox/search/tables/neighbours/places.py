"""How are organizations, places and devices searched?"""

from sandbox.search.param import Param
from sandbox.search.tables.neighbours.shared import ADDRESS, table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
PLACES: dict[str, dict[str, Param]] = {
    "Device": table(
        Param(name="device-name",  type="string",    path="deviceName.name | type.coding.display | type.text"),
        Param(name="identifier",   type="token",     path="identifier", element="Identifier"),
        Param(name="location",     type="reference", path="location", targets=("Location",)),
        Param(name="manufacturer", type="string",    path="manufacturer"),
        Param(name="model",        type="string",    path="modelNumber"),
        Param(name="organization", type="reference", path="owner", targets=("Organization",)),
        Param(name="patient",      type="reference", path="patient", targets=("Patient",)),
        Param(name="status",       type="token",     path="status", element="code",
              system="http://hl7.org/fhir/device-status"),
        Param(name="type",         type="token",     path="type"),
        Param(name="udi-carrier",  type="string",    path="udiCarrier.carrierHRF"),
        Param(name="udi-di",       type="string",    path="udiCarrier.deviceIdentifier"),
        Param(name="url",          type="uri",       path="url"),
    ),
    "Location": table(
        *ADDRESS,
        Param(name="endpoint",           type="reference", path="endpoint", targets=("Endpoint",)),
        Param(name="identifier",         type="token",     path="identifier", element="Identifier"),
        Param(name="name",               type="string",    path="name | alias"),
        Param(name="operational-status", type="token",     path="operationalStatus"),
        Param(name="organization",       type="reference", path="managingOrganization", targets=("Organization",)),
        Param(name="partof",             type="reference", path="partOf", targets=("Location",)),
        Param(name="status",             type="token",     path="status", element="code",
              system="http://hl7.org/fhir/location-status"),
        Param(name="type",               type="token",     path="type"),
    ),
    "Organization": table(
        *ADDRESS,
        Param(name="active",     type="token",     path="active", element="boolean"),
        Param(name="endpoint",   type="reference", path="endpoint", targets=("Endpoint",)),
        Param(name="identifier", type="token",     path="identifier", element="Identifier"),
        Param(name="name",       type="string",    path="name | alias"),
        Param(name="partof",     type="reference", path="partOf", targets=("Organization",)),
        Param(name="phonetic",   type="string",    path="name"),
        Param(name="type",       type="token",     path="type"),
    ),
}
# fmt: on
