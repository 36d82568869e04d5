#!/usr/bin/env bash
# The rules of docs/contributing.md that a script can check. Prints each breach, and fails if there is one.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0

# forbid TEXT PATTERN PATHSPEC...: no line of the tracked files may match.
forbid() {
    local text=$1 pattern=$2
    shift 2
    if git grep -nE "$pattern" -- "$@"; then
        echo "^ $text"
        failed=1
    fi
}

forbid "The libraries and the tool do without full Foundation." \
    '^(@[a-z]+ )?((public|package|internal|fileprivate|private) )?import Foundation$' 'Sources/*.swift'
forbid "Sendable is proved, not promised; nothing traps." \
    '@unchecked Sendable|nonisolated\(unsafe\)|try!|fatalError\(| as! ' 'Sources/*.swift'
forbid "A test that is switched off is a defect." '\.disabled\(|XCTSkip' 'Tests/*.swift'
forbid "Say it in an issue, not in a note to oneself." '\b(TODO|FIXME|XXX|HACK)\b' \
    'Sources' 'Tests/*.swift' 'Examples' 'docs' 'README.md'

while read -r file; do
    lines=$(wc -l <"$file")
    if [ "$lines" -gt 400 ]; then
        echo "$file has $lines lines; a file holds one type and at most 400."
        failed=1
    fi
done < <(git ls-files '*.swift' '*.h' '*.c' '*.sh' '*.py')

for library in Sources/C*/; do
    module=$(basename "$library")
    importers=$(git grep -lE "import $module\$" -- 'Sources/*.swift' | wc -l)
    if [ "$importers" -ne 1 ]; then
        echo "$module is imported by $importers files; one file is its only door."
        failed=1
    fi
done
exit $failed
