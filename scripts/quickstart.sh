#!/usr/bin/env bash
# npm run quickstart: from a Debian or Ubuntu with Node to an app on Kubernetes. Safe to repeat.
set -euo pipefail
# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source=scripts/engines/containers-conf.sh
. "$root_dir/scripts/engines/containers-conf.sh"
cd "$root_dir"

cluster=quickstart
node=$cluster-control-plane
url=http://127.0.0.1:30080/
# Becomes as_root where only root reaches the engine.
as_needed=()

kind() { "${as_needed[@]}" node bin/kind.js "$@"; }
engine_answers() { kind --quiet get clusters >/dev/null 2>&1; }

ensure_engine() {
  say 'looking for a container engine'
  engine_answers && return
  [ "$(id -u)" = 0 ] || { as_needed=(as_root); engine_answers && return; }
  say 'none answers: installing Podman'
  install_packages "${podman_packages[@]}"
  ensure_podman_settings
  engine_answers || kind get clusters
}

# Settings of the machine's owner are left alone.
ensure_podman_settings() {
  local drop_in=/etc/containers/containers.conf.d/50-kind-ts.conf content owners firewall
  content=$(containers_conf)
  firewall=$(firewall_setting)
  [ -z "$firewall" ] || content+=$'\n[network]\n'$firewall
  [ -n "$content" ] && [ -z "${CONTAINERS_CONF:-}" ] || return 0
  owners=$(ls -d /etc/containers/containers.conf{,.d/*} "$HOME/.config/containers/containers.conf" 2>/dev/null || true)
  [ -z "$owners" ] || return 0
  say "this machine does not let Podman use its defaults (limits, cgroups or firewall): writing $drop_in"
  as_root mkdir -p "$(dirname "$drop_in")"
  as_root tee "$drop_in" <<<"$content"
}

create_cluster() {
  local output
  if kind --quiet get clusters | grep -x "$cluster" >/dev/null; then
    say "using the cluster $cluster, which is there already"
    return
  fi
  say "creating the cluster $cluster"
  output=$(mktemp)
  if kind create cluster --name "$cluster" --config examples/quickstart/kind.yaml --wait 5m 2> >(tee "$output" >&2); then
    rm "$output"
    return
  fi
  # Only the error about a missing image gives this command as the way on.
  grep -q 'kind build node-image' "$output" || exit 1
  rm "$output"
  build_node_image
  kind create cluster --name "$cluster" --config examples/quickstart/kind.yaml --wait 5m
}

build_node_image() {
  say 'no node image here, and none could be pulled: building one; takes about ten minutes, once'
  install_packages mmdebstrap debian-archive-keyring zstd
  require_go
  as_root node bin/kind.js build node-image
}

own_kubeconfig() {
  [ ${#as_needed[@]} = 0 ] || as_root chown -R "$(id -u):$(id -g)" "$HOME/.kube"
}

# The node has kubectl, whether or not this machine has it.
find_engine() {
  for engine in docker podman; do
    "${as_needed[@]}" "$engine" inspect "$node" >/dev/null 2>&1 && return
  done
  fail "neither docker nor podman finds the node $node"
}

in_node() { "${as_needed[@]}" "$engine" exec --interactive "$node" "$@"; }
kubectl() { in_node kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"; }

deploy_app() {
  local app=examples/quickstart/app.yaml image=localhost/kind-ts/busybox:1
  say "deploying $app: a Deployment, a Service and a PersistentVolumeClaim"
  # A published node image does not carry ours; where it came from, busybox comes from too.
  in_node ctr --namespace k8s.io images list --quiet | grep -x "$image" >/dev/null || image=docker.io/library/busybox:1.37
  sed "s|localhost/kind-ts/busybox:1|$image|" "$app" | kubectl apply --filename -
  kubectl rollout status deployment/quickstart --timeout 5m
}

show_answer() {
  local answer
  answer=$(curl_with_node) || fail "the app does not answer at $url"
  cat <<TEXT

The app answers at $url
  $answer

Look around:  ${as_needed:+sudo }$engine exec $node kubectl --kubeconfig /etc/kubernetes/admin.conf get pods --all-namespaces
              kubectl --context kind-$cluster get pods --all-namespaces   (where kubectl is installed)
Clean up:     ${as_needed:+sudo }npx kind delete cluster --name $cluster
TEXT
}

# Node is here, curl may not be. kube-proxy needs a moment for a new Service.
curl_with_node() {
  node --input-type=module - "$url" <<'JS'
const until = Date.now() + 60_000;
for (;;) {
  try {
    const response = await fetch(process.argv[2]);
    if (response.ok) {
      console.log((await response.text()).trim());
      break;
    }
  } catch (error) {
    if (Date.now() > until) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}
JS
}

say 'checking Node.js and the dependencies'
require_node
require_modules
ensure_engine
if command -v podman >/dev/null; then ensure_podman_settings; fi
create_cluster
own_kubeconfig
find_engine
deploy_app
show_answer
