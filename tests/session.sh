#!/usr/bin/env bash
# Runs a command inside a desktop of its own: X server, window manager, session bus, notification
# service, unlocked keyring and accessibility bus, all private and ended afterwards.
#   tests/session.sh COMMAND…          its exit code is the command's
# Debian: xvfb openbox dbus dunst gnome-keyring at-spi2-core
set -euo pipefail

started=()
start() { # LOG COMMAND…
  local log=$1
  shift
  "$@" >"$SESSION_DIR/$log.log" 2>&1 </dev/null &
  started+=($!)
}

end_all() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}

wait_until() { # WHAT COMMAND…
  local what=$1 tries
  shift
  for ((tries = 0; tries < 200; tries++)); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.05
  done
  printf 'tests/session.sh: %s did not start; the end of its log:\n' "$what" >&2
  tail -n 5 "$SESSION_DIR/$what.log" >&2 || true
  exit 97
}

owns() { dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
  org.freedesktop.DBus.NameHasOwner "string:$1" | grep -q 'boolean true'; }

outside() {
  SESSION_DIR=$(mktemp -d)
  export SESSION_DIR HOME=$SESSION_DIR/home XDG_RUNTIME_DIR=$SESSION_DIR/run
  trap 'end_all; rm -rf "$SESSION_DIR"' EXIT
  mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
  unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME \
    XDG_STATE_HOME SUPPORTDESK_API_KEY
  export XDG_SESSION_TYPE=x11 XDG_CURRENT_DESKTOP=tests
  mkfifo "$SESSION_DIR/display"
  # Opened for both, since a pipe opened for writing alone waits for its reader.
  exec 3<>"$SESSION_DIR/display"
  start xvfb Xvfb -displayfd 3 -screen 0 1600x1000x24 -dpi 96 -nolisten tcp
  read -r -t 15 number <&3 || wait_until xvfb false
  exec 3>&-
  export DISPLAY=:$number
  local code=0
  # The bus talks to a log; the command keeps this stderr.
  dbus-run-session -- "$0" --inside "$@" 9>&2 2>"$SESSION_DIR/bus.log" || code=$?
  exit "$code"
}

inside() {
  exec 2>&9 9>&-
  trap end_all EXIT
  dbus-update-activation-environment DISPLAY HOME XDG_RUNTIME_DIR XDG_CURRENT_DESKTOP
  start openbox openbox
  start dunst dunst
  printf throw-away | gnome-keyring-daemon --unlock --components=secrets --foreground \
    >"$SESSION_DIR/keyring.log" 2>&1 &
  started+=($!)
  wait_until dunst owns org.freedesktop.Notifications
  wait_until keyring owns org.freedesktop.secrets
  # Asking for the address starts the accessibility bus; then it is said to be wanted.
  dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
    org.a11y.Bus.GetAddress >"$SESSION_DIR/a11y.log" 2>&1
  dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
    org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled \
    variant:boolean:true >>"$SESSION_DIR/a11y.log" 2>&1
  local code=0
  "$@" || code=$?
  exit "$code"
}

if [ "${1:-}" = --inside ]; then
  shift
  inside "$@"
else
  [ $# -gt 0 ] || { printf 'usage: tests/session.sh COMMAND…\n' >&2; exit 2; }
  outside "$@"
fi
