# Sourced by the other scripts: what they need on a Debian or Ubuntu, installed on demand and said aloud.
# shellcheck shell=bash

root_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/kind-ts

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else
    command -v sudo >/dev/null || fail "$1 must run as root, and there is no sudo: run this script as root"
    sudo --preserve-env env "PATH=$PATH" "HOME=$HOME" "$@"
  fi
}

# cache_path KIND NAME INPUTS: a folder that changes with the inputs it is made from.
cache_path() {
  printf '%s/%s/%s-%s\n' "$cache_dir" "$1" "$2" "$(printf '%s' "$3" | sha256sum | cut -c1-12)"
}

apt() {
  command -v apt-get >/dev/null || fail "this machine has no apt-get: install $* by hand and run this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@" >&2
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# install_packages PACKAGE…: asks apt only for those that are missing.
install_packages() {
  local package missing=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return
  say "installing ${missing[*]} with apt-get"
  apt install --yes --no-install-recommends "${missing[@]}" 2>/dev/null ||
    { apt update && apt install --yes --no-install-recommends "${missing[@]}"; }
}

require_node() {
  command -v node >/dev/null || fail 'Node.js is missing: install version 20.19 or newer'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old: install version 20.19 or newer"
}

# From 1.21 on, go fetches the exact toolchain that a go.mod asks for by itself.
go_fetches_toolchains() {
  local version
  version=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || return 1
  dpkg --compare-versions "${version#go}" ge 1.21
}

newest_go_version() {
  apt-cache pkgnames golang-1. | sed -nE 's/^golang-(1\.[0-9]+)-go$/\1/p' | sort -V | tail -n 1
}

# Writes a source for <release>-backports with the mirrors that the machine uses already.
add_backports() {
  local release=$1 mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' | grep -m 1 " $release main$" | cut -d ' ' -f 1)
  [ -n "$mirror" ] || fail "no Go 1.21 or newer in apt, and cannot tell which mirror this machine uses: install Go 1.21 or newer by hand"
  say "adding $release-backports of $mirror to apt's sources, for Go"
  printf 'deb %s %s-backports main\n' "$mirror" "$release" |
    as_root tee /etc/apt/sources.list.d/kind-ts-backports.list >/dev/null
  apt update
}

install_go() {
  local version
  apt update
  version=$(newest_go_version)
  if dpkg --compare-versions "${version:-0}" lt 1.21; then
    # shellcheck source=/dev/null
    add_backports "$(. /etc/os-release && echo "$VERSION_CODENAME")"
    version=$(newest_go_version)
  fi
  say "no Go 1.21 or newer here: installing golang-$version-go with apt-get"
  apt install --yes --no-install-recommends "golang-$version-go" "golang-$version-src" ca-certificates
  PATH=/usr/lib/go-$version/bin:$PATH
}

# require_go: leaves a go on PATH that can build what any go.mod here asks for.
require_go() {
  local newest
  export GOTOOLCHAIN=auto PATH
  go_fetches_toolchains && return
  for newest in $(printf '%s\n' /usr/lib/go-1.*/bin /usr/local/go/bin | sort -rV); do
    if [ -x "$newest/go" ] && PATH=$newest:$PATH go_fetches_toolchains; then PATH=$newest:$PATH; return; fi
  done
  install_go
  go_fetches_toolchains || fail "no Go that is new enough: found $(go version 2>&1)"
}

# require_modules: node_modules as the lock file has it.
require_modules() {
  [ "$root_dir/node_modules/.package-lock.json" -nt "$root_dir/package-lock.json" ] && return
  say 'installing the npm dependencies (npm ci --ignore-scripts)'
  (cd "$root_dir" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}
