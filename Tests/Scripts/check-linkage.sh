#!/usr/bin/env bash
# The tool must not link what it does not need at start: full Foundation, libcurl, libpq, NIO.
set -euo pipefail
cd "$(dirname "$0")/../.."
needed=$(ldd .build/debug/dsql)
if grep -E 'libFoundation\.so|libFoundationInternationalization|lib_FoundationICU|libcurl|libpq' <<<"$needed"; then
    echo "^ dsql must not be linked with these." >&2
    exit 1
fi
echo "dsql links $(grep -c '=>' <<<"$needed") libraries, none of them Foundation, libcurl or libpq."
