"""What can be asked, for a machine to read? OpenAPI 3.1 documents of the APIs. http://spec.openapis.org/oas/v3.1.0"""
