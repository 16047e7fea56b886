#!/usr/bin/env bash
# npm test: gets what the tests need, then runs them on every engine that is promised.
#
#   npm test                              everything
#   npm test -- unit                      lint, unit tests and rules; no engine
#   npm test -- contract|live [ENGINE…]   one suite, on podman, docker29 and docker26 or on those named
#
# The last line says how many tests passed, failed and were skipped. An engine that is missing is a failure.
set -uo pipefail
# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source=scripts/engines/containers-conf.sh
. "$root_dir/scripts/engines/containers-conf.sh"
# shellcheck source=scripts/test-results.sh
. "$root_dir/scripts/test-results.sh"
cd "$root_dir" || exit 1
PATH=$root_dir/node_modules/.bin:$PATH

all_engines=(podman docker29 docker26)
engine_sh=$root_dir/scripts/engines/engine.sh
preparation=
running_engine=

usage() { echo "usage: npm test [-- unit|contract|live [$(IFS='|'; echo "${all_engines[*]}")]…]" >&2; exit 2; }

read_arguments() {
  local name
  suites=(unit contract live)
  if [ $# -gt 0 ]; then suites=("$1"); shift; fi
  case ${suites[0]} in unit | contract | live) ;; *) usage ;; esac
  engines=("$@")
  [ $# -gt 0 ] || engines=("${all_engines[@]}")
  for name in "${engines[@]}"; do
    [[ " ${all_engines[*]} " == *" $name "* ]] || usage
  done
}

wants() { [[ " ${suites[*]} " == *" $1 "* ]]; }
wants_engines() { wants contract || wants live; }

finish() {
  local code=$?
  trap - EXIT INT TERM
  [ -z "$preparation" ] || kill -- "-$preparation" 2>/dev/null
  [ -z "$running_engine" ] || "$engine_sh" stop "$running_engine"
  [ "$code" = 0 ] || count_failure "the test run ended with code $code"
  rm -rf "$work_dir"
  print_summary
  [ "$failed" = 0 ]
  exit
}

# Everything apt has to give, at once: what is built in the background must not wait for apt's lock.
install_prerequisites() {
  require_node
  require_modules || fail 'npm ci failed'
  install_packages zstd || fail 'apt-get failed'
  wants_engines || return 0
  install_packages "${podman_packages[@]}" busybox-static mmdebstrap debian-archive-keyring openssl curl procps \
    gcc libc6-dev util-linux || fail 'apt-get failed'
  require_go
}

# The engines that are built take minutes: they are made while the first tests run.
prepare_engines() {
  set -m
  (
    code=0
    for engine in upstream-kind "${engines[@]}"; do
      case $engine in
        upstream-kind) nice "$root_dir/scripts/engines/upstream-kind.sh" ;;
        *) nice "$engine_sh" install "$engine" ;;
      esac || code=1
    done
    exit $code
  ) >"$work_dir/preparation.log" 2>&1 </dev/null &
  preparation=$!
  set +m
}

await_preparation() {
  [ -n "$preparation" ] || return 0
  wait "$preparation" || { count_failure 'preparing the engines failed'; tail -n 50 "$work_dir/preparation.log"; }
  preparation=
}

run_unit() {
  check 'biome' biome check . --reporter=summary
  check 'knip' knip
  run_ava unit ava --tap
}

run_suite() {
  local suite=$1 engine=$2
  run_ava "$suite on $engine" as_root env "KIND_TEST_ENGINE=$engine" \
    ava --tap --config scripts/engines/ava.config.cjs "build/test/$suite/**/*.test.js"
}

run_engine() {
  local engine=$1 settings
  [ "$engine" = podman ] || await_preparation
  # An engine that somebody is using stays as it is, before and after.
  "$engine_sh" is-running "$engine" || running_engine=$engine
  "$engine_sh" start "$engine" || { count_failure "$engine could not be started"; return; }
  settings=$("$engine_sh" env "$engine") || { count_failure "$engine has no settings"; return; }
  # A subshell would lose the counts, so the settings are undone by the next engine's.
  eval "$settings"
  KIND_UPSTREAM=$("$root_dir/scripts/engines/upstream-kind.sh") || count_failure 'upstream kind could not be built'
  export KIND_UPSTREAM
  # The engine may have kept an older one, and a create takes the engine's.
  check "loading the node image into $engine" as_root node bin/kind.js build node-image
  wants contract && run_suite contract "$engine"
  if wants live; then run_suite live "$engine"; fi
  [ -z "$running_engine" ] || "$engine_sh" stop "$engine" || count_failure "$engine could not be stopped"
  running_engine=
}

read_arguments "$@"
work_dir=$(mktemp -d "${TMPDIR:-/tmp}/kind-ts-test.XXXXXX")
# No test may touch the kubeconfig of whoever runs this.
export KUBECONFIG=$work_dir/kubeconfig
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
install_prerequisites
if wants_engines; then prepare_engines; fi
check 'compiling' tsc -p tsconfig.json
if wants unit; then run_unit; fi
if wants_engines; then
  check 'building the node image' as_root node bin/kind.js build node-image --no-load
  for engine in "${engines[@]}"; do run_engine "$engine"; done
fi
exit 0
