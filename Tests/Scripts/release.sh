#!/usr/bin/env bash
# Makes what is installed, in .build/package: the tool as one file, a tar, a .deb. Called by `make release`.
set -euo pipefail
cd "$(dirname "$0")/../.."
package=$PWD/.build/package
rm -rf "$package"
mkdir -p "$package"

echo "Building (minutes the first time) ..."
Tests/Scripts/build-static.sh
version=$("$package/dsql" --version | sed -n '1s/^dsql \([^ ]*\).*/\1/p')
# The times in the archives are the commit's, so that the same commit makes the same archives.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y LICENSE)
export SOURCE_DATE_EPOCH

# The tar unpacks over a prefix such as /usr/local.
name=dsql-$version-linux-$(uname -m)
tree=$package/tree/$name
install -D -m 755 "$package/dsql" "$tree/bin/dsql"
Tests/Scripts/make-extras.sh "$tree/bin/dsql" "$tree"
tar -C "$package/tree" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -cf - "$name" \
    | gzip -n >"$package/$name.tar.gz"

# The package: the same tree under /usr. What it depends on is what the dynamic linker would load.
root=$package/tree/deb
mkdir -p "$root/usr" "$root/DEBIAN"
cp -r "$tree/." "$root/usr"
mv "$root/usr/share/doc/dsql/LICENSE" "$root/usr/share/doc/dsql/copyright"
gzip -n9 "$root/usr/share/man/man1/dsql.1"
mapfile -t libraries < <(ldd "$package/dsql" | awk '$2 == "=>" { print $3 }' | xargs -r -n1 readlink -f | sort -u)
owners=$(for library in "${libraries[@]}"; do
    dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "${library#/usr}"
done | sed 's/:.*//' | sort -u)
glibc=$(readelf -V "$package/dsql" | grep -o 'GLIBC_2[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1)
depends=$(for owner in $owners; do
    if [ "$owner" = libc6 ]; then echo "libc6 (>= $glibc)"; else echo "$owner"; fi
done | paste -sd, | sed 's/,/, /g')
cat >"$root/DEBIAN/control" <<CONTROL
Package: dsql
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The aurora-dsql-swift project <noreply@example.invalid>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $depends
Recommends: libcurl4, ca-certificates
Section: database
Priority: optional
Description: Log in to Amazon Aurora DSQL with any PostgreSQL program
 Makes the short-lived tokens that DSQL takes as passwords, and hands them to
 psql, pg_dump or any other program, with settings that verify the server.
 .
 libcurl is needed only for credentials that come over the network.
CONTROL
deb=$package/dsql_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
rm -rf "$package/tree"
(cd "$package" && sha256sum dsql -- *.tar.gz *.deb >SHA256SUMS)

"$package/dsql" --version
printf '\nNeeds, by ldd:\n'
ldd "$package/dsql"
printf '\nSizes and SHA-256:\n'
(cd "$package" && du -b -- dsql *.tar.gz *.deb && cat SHA256SUMS)
printf '\nChecks:\n'
Tests/Scripts/check-release.sh "$package"
