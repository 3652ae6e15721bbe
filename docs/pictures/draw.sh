#!/usr/bin/env bash
# Draws the pictures of the README: the first screens of the reports of a study and of a check.
# Needs chromium (Debian: apt-get install chromium).
set -euo pipefail
cd "$(dirname "$0")/../.."

browser=$(type -P chromium || type -P chromium-browser || type -P google-chrome) || {
  echo 'needs chromium' >&2
  exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

picture() { # of a page, its height, the file
  "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" \
    --window-size=1100,"$2" --virtual-time-budget=4000 --screenshot="$PWD/docs/pictures/$3" \
    "file://$1" 2>/dev/null
}

./seedbed train examples/digits.csv --target digit --seeds 64 --out "$work/digits" --quiet
picture "$work/digits/report.html" 1450 study.png

# 11 is the exit code of a start with errors, which this one is to show.
./seedbed check --layers '784,128*34,10' --activation relu --init glorot-normal --quiet \
  --report "$work/check.html" || [ $? = 11 ]
picture "$work/check.html" 1000 check.png
