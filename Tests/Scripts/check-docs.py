#!/usr/bin/env python3
"""Every Swift block of the README and the guides must stand in an example that is built.

A block matches when its lines, without their indentation, follow each other in one file under Examples/. And every test
that the README's table of features names must exist.
"""

import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


sources = {
    path: lines(path.read_text())
    for path in root.glob("Examples/**/*.swift")
    if ".build" not in path.parts
}


def found(block):
    return any(
        code[start : start + len(block)] == block
        for code in sources.values()
        for start in range(len(code) - len(block) + 1)
    )


missing = 0
count = 0
for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
    for match in re.finditer(r"^```swift\n(.*?)^```", page.read_text(), re.S | re.M):
        count += 1
        if not found(lines(match.group(1))):
            missing += 1
            number = page.read_text()[: match.start()].count("\n") + 1
            print(f"{page.relative_to(root)}:{number}: this block is in no example")
print(f"{count} blocks of Swift in the documentation, {missing} of them not in an example")

tests = "".join(path.read_text() for path in root.glob("Tests/**/*.swift") if ".build" not in path.parts)
rows = re.findall(r"^\|.*\| yes \| (`[^`]+`).*\|$", (root / "README.md").read_text(), re.M)
unknown = [name for name in rows if f"func {name}" not in tests]
for name in unknown:
    print(f"README.md: there is no test {name}")
print(f"{len(rows)} features in the README, {len(unknown)} of them without a test")
sys.exit(1 if missing or unknown or not rows else 0)
