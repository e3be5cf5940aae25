"""Offline tools: `check` and `generate`. The running server never imports them."""
