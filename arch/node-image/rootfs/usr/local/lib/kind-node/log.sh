# Lines for `docker logs` and `podman logs`.

log() { echo "node: $*" >&2; }

fail() {
  echo "node: error: $*" >&2
  exit 1
}
