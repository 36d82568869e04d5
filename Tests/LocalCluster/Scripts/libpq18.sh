#!/bin/sh
# Makes a folder for LD_LIBRARY_PATH with the libpq 18 that PyPI's psycopg-binary carries, so that PostgreSQL's own
# psql (/usr/lib/postgresql/*/bin/psql, not Debian's wrapper) negotiates TLS directly.
#
#   libpq18.sh DIR [PYTHON]
#
# PYTHON is the interpreter of a virtual environment with psycopg-binary; without it, one is made in DIR/venv.
set -eu

if [ $# -lt 1 ]; then
    echo "usage: libpq18.sh DIR [PYTHON]" >&2
    exit 64
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
python=${2:-}
if [ -z "$python" ]; then
    python3 -m venv "$folder/venv"
    python=$folder/venv/bin/python
    "$python" -m pip install --quiet psycopg psycopg-binary
fi
libraries=$("$python" -c 'import importlib.metadata as m
files = m.files("psycopg-binary") or []
found = [f.locate() for f in files if "psycopg_binary.libs/libpq-" in str(f)]
print(found[0].parent if found else "")')
if [ -z "$libraries" ]; then
    echo "libpq18.sh: $python has no psycopg-binary with a libpq of its own; install it: pip install psycopg-binary" >&2
    exit 69
fi
for library in "$libraries"/*; do
    ln -sf "$library" "$folder/"
done
# The wheel's own OpenSSL would live beside the system's in a program that uses both, and each would call into the
# other; libpq does with the system's.
for name in ssl crypto; do
    # An ordinary user's PATH need not hold the folder of ldconfig.
    system=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p | sed -n "s|.*lib$name\.so\.3 .*=> ||p" | head -n 1)
    for library in "$libraries"/lib$name-*.so*; do
        [ -z "$system" ] || ln -sf "$system" "$folder/$(basename "$library")"
    done
done
for library in "$libraries"/libpq-*.so*; do
    ln -sf "$library" "$folder/libpq.so.5"
done
echo "$folder"
