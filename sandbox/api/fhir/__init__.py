"""The FHIR API, /fhir."""
