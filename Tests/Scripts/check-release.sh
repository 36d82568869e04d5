#!/usr/bin/env bash
# Tries what `make release` made: check-release.sh FOLDER. The last check needs root, debootstrap and Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/../.."
package=$(realpath "$1")
tool=$package/dsql
folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || { kill "$server" && wait "$server" || true; } 2>/dev/null
    rm -rf --one-file-system "$folder"
}
trap finish EXIT
passed() { echo "  ok: $1"; }
failed() { echo "  FAILED: $1" >&2; exit 1; }
host=abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws
keys=(AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY)

# The file.
beyond=$(ldd "$tool" | grep -vE 'linux-vdso|ld-linux|libc\.so|libm\.so' || true)
[ -z "$beyond" ] || failed "the tool needs more than the C library: $beyond"
passed "the tool needs the C library alone"
[ -z "$(readelf -d "$tool" | grep -E 'RPATH|RUNPATH')" ] || failed "the tool looks for libraries beside itself"
[ -z "$(nm -D --defined-only "$tool")" ] || failed "the tool exports symbols that libraries could find"
passed "it loads nothing from beside itself, and its OpenSSL is hidden from libraries"
[ "$(env -i "${keys[@]}" "$tool" token --host "$host" | cut -d? -f1)" = "$host/" ] || failed "dsql token"
[ "$(env -i PATH="$PATH" "${keys[@]}" "$tool" exec --host "$host" -- printenv PGHOST)" = "$host" ] || failed "dsql exec"
passed "dsql token, dsql exec"

# libcurl, which brings its own OpenSSL, beside the one within: a real request with a verified server.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
python3 - "$folder" <<'PYTHON' &
import http.server, json, os, ssl, sys

folder = sys.argv[1]

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"AccessKeyId": "ASIAOVERHTTPS", "SecretAccessKey": "secret-over-https", "Token": "token",
                           "Expiration": "2099-01-01T00:00:00Z"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(f"{folder}/port.new", "w") as file:
    file.write(str(server.server_port))
os.rename(f"{folder}/port.new", f"{folder}/port")
server.serve_forever()
PYTHON
server=$!
for _ in $(seq 300); do [ -f "$folder/port" ] && break; sleep 0.1; done
url=https://localhost:$(cat "$folder/port")/
over_https() {
    env -i HOME=/nonexistent AWS_CONTAINER_CREDENTIALS_FULL_URI="$url" "$@" "$tool" credentials
}
over_https SSL_CERT_FILE="$folder/cert.pem" >"$folder/found" || failed "credentials over HTTPS"
grep -q ASIAOVERHTTPS "$folder/found" || failed "credentials over HTTPS: $(cat "$folder/found")"
if over_https X=1 >"$folder/found" 2>&1; then failed "a server with an unknown certificate was believed"; fi
grep -qi certificate "$folder/found" || failed "an unknown certificate: $(cat "$folder/found")"
passed "HTTPS by the system's libcurl, which verifies the server"

# The archives.
deb=$(echo "$package"/*.deb)
wanted='bin/dsql$ share/man/man1/dsql.1 share/bash-completion/completions/dsql$ share/zsh/site-functions/_dsql$
    share/fish/vendor_completions.d/dsql.fish$ share/doc/dsql/'
tar -tzf "$package"/*.tar.gz >"$folder/tar"
dpkg-deb --contents "$deb" >"$folder/deb"
for file in $wanted; do
    grep -q "$file" "$folder/tar" || failed "the tar lacks $file"
    grep -q "$file" "$folder/deb" || failed "the package lacks $file"
done
grep -q LICENSE "$folder/tar" || failed "the tar lacks the licence"
(cd "$package" && sha256sum --quiet -c SHA256SUMS)
dpkg-deb --info "$deb" | sed -n 's/^ \(Package\|Version\|Depends\|Recommends\)/      \1/p'
passed "tar and .deb hold the tool, man page, completions and licence"

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "  not checked: installing the .deb on a clean Debian, which needs root and debootstrap"
    exit 0
fi
# shellcheck disable=SC1091
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' | awk -v release="$release" '$2 == release { print $1; exit }')
root=$folder/root
if ! debootstrap --variant=minbase "$release" "$root" "${mirror:-http://deb.debian.org/debian}" >"$folder/log" 2>&1; then
    tail -n 5 "$folder/log" >&2
    failed "debootstrap could not make a clean Debian"
fi
cp "$deb" "$root/dsql.deb"
# With /proc, from which Swift reads a program's arguments; the mount goes with its namespace.
inside() { unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"; }
# As a person would: apt resolves what is needed and takes what is recommended.
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y /dsql.deb >"$folder/log" 2>&1 \
    || { tail -n 20 "$folder/log" >&2; failed "apt-get install of the .deb"; }
inside env -i "${keys[@]}" dsql token --host "$host" | grep -q "^$host/?Action=" || failed "dsql token there"
inside env -i dsql --version >"$folder/there"
grep -q 'libcurl/' "$folder/there" || failed "no libcurl there: $(cat "$folder/there")"
inside dpkg --verify dsql || failed "dpkg --verify"
inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y dsql >"$folder/log" 2>&1 || failed "apt-get purge"
[ ! -e "$root/usr/bin/dsql" ] || failed "the tool is still there after apt-get purge"
passed "the .deb installs, runs and leaves on a clean Debian $release ($(sed -n 2p "$folder/there"))"
