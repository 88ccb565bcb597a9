#!/usr/bin/env bash
# Tries the Debian package as a person would, on a machine that may be spoilt: installs it, starts the
# window from its menu entry, follows a link, hears an announcement, and removes it again.
#   tests/debian_package.sh FILE.deb      as root, on a bare Debian
set -euo pipefail
package=$(realpath "${1:?usage: tests/debian_package.sh FILE.deb}")
name=supportdesk-desktop
if [ "${2:-}" != inside ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --yes --no-install-recommends "$package" xvfb xauth openbox dbus dbus-x11 dunst \
    xdotool libglib2.0-bin appstream >/dev/null
  export HOME=$(mktemp -d) XDG_RUNTIME_DIR=$(mktemp -d) LANG=C.UTF-8
  # No exec: as the first process of a container xvfb-run would wait for ever.
  xvfb-run -a -s '-screen 0 1440x900x24' dbus-run-session -- "$0" "$package" inside
  exit
fi

say() { printf '== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
wait_for() { # WHAT COMMAND…
  local what=$1
  shift
  for _ in $(seq 300); do if "$@" >/dev/null 2>&1; then return; fi; sleep 0.1; done
  fail "$what"
}
windows() { xdotool search --onlyvisible --classname "^$name$" 2>/dev/null | wc -l; }
shows_windows() { [ "$(windows)" = "$1" ]; }
title_has() { xdotool search --onlyvisible --name "$1"; }
announced() { [ "$(dunstctl count displayed)" -gt 0 ] || [ "$(dunstctl count history)" -gt 0 ]; }

openbox & dunst &
wait_for "a notification service" dunstctl count

say "$($name --version)"
appstreamcli validate --no-net "/usr/share/metainfo/$name.metainfo.xml"
[ -f "/usr/share/icons/hicolor/scalable/apps/$name.svg" ] || fail "the icon is not there"
gio mime x-scheme-handler/supportdesk | grep -q "$name.desktop" || fail "no program for supportdesk://"

say "From the menu entry"
gio launch "/usr/share/applications/$name.desktop" &
wait_for "no window from the menu entry" shows_windows 1

say "A link goes to the window that is open"
gio open supportdesk://ticket/INV-1001
sleep 3
shows_windows 1 || fail "$(windows) windows after a link"
xdotool search --onlyvisible --classname "^$name$" windowclose
wait_for "the window did not end" shows_windows 0

say "An announcement"
$name --local-desk --lang en &
wait_for "no window on the local desk" title_has "SupportDesk"
wait_for "no announcement" announced
xdotool search --onlyvisible --classname "^$name$" windowclose
wait_for "the window did not end" shows_windows 0

say "Removal"
dpkg-query -L "$name" >/tmp/installed
apt-get purge -qq --yes "$name" >/dev/null
while read -r path; do
  [ -d "$path" ] && [ "${path#*"$name"}" = "$path" ] || [ ! -e "$path" ] || fail "left behind: $path"
done </tmp/installed
if gio mime x-scheme-handler/supportdesk 2>/dev/null | grep -q "$name"; then fail "the scheme is still registered"; fi
[ -d "$HOME/.local/share/$name" ] || fail "the agent's data are gone"
say "All tried"
