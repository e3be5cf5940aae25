"""What FHIR R4 itself says: types, references, dates, terminology, OperationOutcome. Nothing here searches or

serves.
"""
