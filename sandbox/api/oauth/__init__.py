"""The OAuth API: /link, /oauth, /rest/consent and /.well-known."""
