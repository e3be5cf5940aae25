"""The admin API, /_sandbox: whoever steers a test. Modules here never import those of another API."""
