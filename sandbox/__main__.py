"""`python -m sandbox` is the command `procedure-sandbox`."""

# tested by: tests/cli/test_usage.py

from sandbox.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
