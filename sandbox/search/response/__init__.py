"""How is a page written in FHIR? As a searchset Bundle, of whole resources or of parts of them."""
