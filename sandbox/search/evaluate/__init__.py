"""Which resources does a query find? From conditions to sets of numbers, to the resources of a page."""
