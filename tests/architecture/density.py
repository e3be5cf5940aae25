"""How dense is the code? `python -m tests.architecture.density` prints conditional expressions per 1,000 lines."""

import ast

from tests.architecture.code import FILES, PLUGIN, text, top_of, tree

MOST = 12.0


def density() -> dict[str, tuple[int, int, float]]:
    """Return for each top-level package its lines, its conditional expressions, and these per 1,000 lines."""
    counts: dict[str, tuple[int, int]] = {}
    for file in [*FILES, *PLUGIN]:
        lines, found = counts.get(top_of(file), (0, 0))
        here = sum(isinstance(node, ast.IfExp) for node in ast.walk(tree(file)))
        counts[top_of(file)] = lines + len(text(file).splitlines()), found + here
    return {name: (lines, found, 1000 * found / lines) for name, (lines, found) in sorted(counts.items())}


if __name__ == "__main__":
    print(f"{'package':<14} {'lines':>6} {'a if b else c':>14} {'per 1,000':>10}")
    for package, (all_lines, expressions, share) in density().items():
        print(f"{package:<14} {all_lines:>6} {expressions:>14} {share:>10.1f}")
