#!/usr/bin/env bash
# Two silos of samples/Orleans score digits under load; the first is killed, then the second, and the first is asked
# to stop: no request may be lost, and each answer is the plain score, bit for bit. Before it, whether the file of
# silos keeps what Orleans asks of it. Needs digits.zip of samples/QuickStart in the current folder, or where the
# first argument says.
set -euo pipefail
model=$(realpath "${1:-digits.zip}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -e "$model" ] || { echo "FAILED: there is no $model; run samples/QuickStart first" >&2; exit 1; }

out=$PWD/artifacts/orleans
app=$(ls "$PWD"/samples/Orleans/bin/Release/net10.0/OrleansSample.dll)
rm -rf "$out"
mkdir -p "$out/table" "$out/drill"

# A group of processes of its own, so that no silo is left whatever ends the drill.
set -m
timeout --kill-after=5 30 dotnet "$app" table "$out/table"
timeout --kill-after=5 120 dotnet "$app" drill "$model" "$out/drill" 1 &
drill=$!
trap 'kill -9 -- "-$drill" 2> /dev/null || true' EXIT
wait "$drill" || { echo "FAILED: a request was lost, or the drill did not end" >&2; exit 1; }
if pgrep -g "$drill" > /dev/null; then
  echo "FAILED: silos are left" >&2
  exit 1
fi
echo "Either silo may die."
