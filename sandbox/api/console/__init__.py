"""What does a person with a browser see? The console: one static page that talks to the admin API, and to FHIR."""
