# Settings of systemd and containerd that depend on where the node runs.

configure_services() {
  local config=/etc/containerd/config.toml
  # A subshell tries it: lowering the score needs a capability that not every host grants.
  if ! (echo -999 >/proc/self/oom_score_adj) 2>/dev/null; then
    sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' "$config"
  fi
  local snapshotter=${KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER:-overlayfs}
  if [[ $snapshotter != overlayfs ]]; then
    log "using the snapshotter $snapshotter; the images in the node image are unpacked for overlayfs only"
    sed -i "s/snapshotter = \"overlayfs\"/snapshotter = \"$snapshotter\"/" "$config"
  fi
  configure_proxy
}

configure_proxy() {
  local file=/etc/systemd/system.conf.d/20-proxy.conf name settings=
  for name in HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -n ${!name:-} ]] && settings+=" \"$name=${!name}\""
  done
  rm -f "$file"
  [[ -z $settings ]] || printf '[Manager]\nDefaultEnvironment=%s\n' "$settings" >"$file"
}
