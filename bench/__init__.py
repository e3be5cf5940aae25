"""How fast is the sandbox? Measurements for `make bench`: beside a bare handler, from start to ready, per clause."""
