"""Why does a query find this, and not that? Clause by clause, in words."""
