"""What does a query string ask? From text to a Query; nothing here knows a resource."""
