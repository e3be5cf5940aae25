"""How is a number of things written? `1 row`, `2,128 resources`: the noun follows the number."""


def counted_as(number: int, thing: str, things: str = "") -> str:
    """Return `1 row`, `2 rows`, `1,418 rows`; *things* is the plural where it is not *thing* with an s."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} {things or f'{thing}s'}"
