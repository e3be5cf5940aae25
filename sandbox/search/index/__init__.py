"""What is known of all resources of a type: a column for each search parameter, resources being numbers."""
