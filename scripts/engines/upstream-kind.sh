#!/usr/bin/env bash
# Builds upstream's kind with go install, once, and prints its path (for KIND_UPSTREAM).
set -euo pipefail
# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

version=v0.33.0
bin=$cache_dir/tools/kind-$version
if [ ! -x "$bin/kind" ]; then
  require_go
  say "building upstream kind $version into $bin"
  GOBIN=$bin CGO_ENABLED=0 nice go install -trimpath "sigs.k8s.io/kind@$version" >&2
fi
echo "$bin/kind"
