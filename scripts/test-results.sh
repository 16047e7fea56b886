# Sourced by test.sh: runs checks and test runners, and counts what really ran.
# shellcheck shell=bash
passed=0 failed=0 skipped=0
failures=()

count_failure() {
  failed=$((failed + 1))
  failures+=("$1")
  printf 'FAILED: %s\n' "$1" >&2
}

# check TITLE COMMAND…: one thing that must succeed; it is no test, so success is not counted.
check() {
  local title=$1
  shift
  say "$title"
  "$@" </dev/null || count_failure "$title"
}

# run_ava TITLE COMMAND…: the command prints TAP.
run_ava() {
  local title=$1 log=$work_dir/tap.log code here_failed here_passed here_skipped
  shift
  say "$title"
  "$@" </dev/null | tee "$log"
  code=${PIPESTATUS[0]}
  here_skipped=$(grep -cE '^(not )?ok .* # (SKIP|TODO)' "$log")
  here_failed=$(grep -E '^not ok ' "$log" | grep -cvE ' # TODO')
  here_passed=$(grep -E '^ok ' "$log" | grep -cvE ' # SKIP')
  passed=$((passed + here_passed)) failed=$((failed + here_failed)) skipped=$((skipped + here_skipped))
  while IFS= read -r line; do failures+=("$title: $line"); done < <(sed -n 's/^not ok [0-9]* - //p' "$log")
  if [ $((here_passed + here_failed)) = 0 ]; then
    count_failure "$title: no test ran"
  elif [ "$code" != 0 ] && [ "$here_failed" = 0 ]; then
    count_failure "$title: the test runner ended with code $code"
  fi
}

print_summary() {
  if [ ${#failures[@]} -gt 0 ]; then
    printf '\nWhat failed:\n'
    printf '  %s\n' "${failures[@]}"
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}
