#!/bin/sh
# Makes sure that the browser tests find a Chromium: installs Debian's if it may, otherwise says what is missing.
# Its headless shell comes first: it has no window to draw, which takes as long as many a page (see serving.py).
set -eu
if [ -n "${NMN_CHROMIUM:-}" ] && command -v "$NMN_CHROMIUM" >/dev/null; then exit 0; fi
if command -v chromium-headless-shell >/dev/null; then exit 0; fi

windowed=""
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then windowed="$name"; fi
done
if [ "$(id -u)" = 0 ]; then
  as_root=""
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  as_root="no"
fi
if [ "$as_root" = "no" ] || ! command -v apt-get >/dev/null; then
  if [ -n "$windowed" ]; then exit 0; fi
  echo "The browser tests need Chromium: install 'chromium-headless-shell' or 'chromium' (or Google Chrome)," >&2
  echo "or point NMN_CHROMIUM at a Chromium that is already there." >&2
  exit 1
fi

echo "Installing Chromium's headless shell for the browser tests ..."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
get() { $as_root apt-get -qy install --no-install-recommends "$@" fonts-liberation; }
if ! { $as_root apt-get -q update && { get chromium-headless-shell || [ -n "$windowed" ] || get chromium; }; } >"$log" 2>&1 &&
  [ -z "$windowed" ]; then
  tail -n 20 "$log" >&2
  echo "Chromium could not be installed (above: the end of apt-get's words)." >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
