#!/bin/sh
# Makes sure that the browser tests find a Chromium: installs Debian's if it may, otherwise says what is missing.
set -eu
for name in "${NMN_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done

if [ "$(id -u)" = 0 ]; then
  as_root=""
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  as_root="no"
fi
if [ "$as_root" = "no" ] || ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium: install the package 'chromium' (or Google Chrome)," >&2
  echo "or point NMN_CHROMIUM at a Chromium that is already there." >&2
  exit 1
fi

echo "Installing Chromium for the browser tests ..."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $as_root apt-get -q update && $as_root apt-get -qy install --no-install-recommends chromium fonts-liberation; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "Chromium could not be installed (above: the end of apt-get's words)." >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
