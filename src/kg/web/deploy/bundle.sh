#!/usr/bin/env bash
# Packs everything that a machine without a network needs into one file: run in a checkout, on a
# machine with a network and the same Python and system. There: unpack it and run ./install.sh
set -euo pipefail
cd "$(dirname "$0")/../../../.."
target="${1:-zeren-offline.tar.gz}"
folder="$(mktemp -d)/zeren"
mkdir -p "$folder/wheels"
python3 -m venv "$folder/../venv"
pip="$folder/../venv/bin/python -m pip --disable-pip-version-check"
# Downloads are checked against the lock; what comes as source is built here, once.
$pip wheel --quiet --no-deps --require-hashes -r requirements.lock -w "$folder/wheels"
$pip wheel --quiet --no-deps . -w "$folder/wheels"
(cd "$folder" && sha256sum wheels/* > SHA256SUMS)
cp src/kg/web/deploy/zeren.service src/kg/web/deploy/nginx.conf "$folder/"
cat > "$folder/install.sh" <<'INSTALL'
#!/usr/bin/env bash
# Installs into /opt/zeren (or the folder given); needs python3 with venv, and no network.
set -euo pipefail
cd "$(dirname "$0")"
home="${1:-/opt/zeren}"
sha256sum --quiet --check SHA256SUMS
python3 -m venv "$home/.venv"
"$home/.venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-index --no-deps wheels/*.whl
"$home/.venv/bin/kg" queries > /dev/null
echo "kg serve: $home/.venv/bin/kg serve ; zeren.service, nginx.conf"
INSTALL
chmod +x "$folder/install.sh"
tar -czf "$target" -C "$folder/.." zeren
echo "$target"
