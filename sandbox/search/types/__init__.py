"""The search types of FHIR R4: a module for each, and `registry`, which knows them all."""
