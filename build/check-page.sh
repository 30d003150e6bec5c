#!/usr/bin/env bash
# The page of `larq ui` in a real browser, as a person would use it: from a table, a number and a folder of images to code;
# stopped, reloaded and in a second tab in the middle; data that are broken, long and wide; by keyboard, light and dark,
# narrow and wide, checked by axe. Uses the command as it was built here. Installs Chromium, Node and two packages of npm
# into a folder of its own where they are missing.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export OMP_WAIT_POLICY=PASSIVE DOTNET_NOLOGO=1
larq=$(ls "$repository"/samples/ModelBuilder/bin/Release/net10.0/*/larq.dll | head -n 1)
work=$(mktemp -d)
server=''

finish() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

missing=''
command -v chromium > /dev/null || [ -n "${CHROMIUM:-}" ] || missing="chromium"
command -v npm > /dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086
  { apt-get update && apt-get install -y --no-install-recommends $missing; } > "$work/apt.log" 2>&1 \
    || { tail "$work/apt.log"; exit 1; }
fi

cp -r "$repository/build/PageCheck" "$work/check"
(cd "$work/check" && npm install --no-audit --no-fund --loglevel error playwright-core@1.64.1 axe-core@4.14.0)

# A package that is there already need not be made: the generated projects are not built here.
mkdir -p "$work/data" "$work/packages"
: > "$work/packages/Microsoft.ML.Larq.1.2.3.nupkg"
gunzip -c "$repository/samples/data/german.csv.gz" > "$work/data/german.csv"
node "$work/check/data.mjs" "$work/data"

dotnet "$larq" ui "$work/data" --no-browser --output "$work/models" --packages "$work/packages" > "$work/ui.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  grep -q '^http' "$work/ui.log" && break
  kill -0 "$server" 2> /dev/null || break
  sleep 0.2
done
address=$(grep -m 1 '^http' "$work/ui.log") || { cat "$work/ui.log"; exit 1; }

CHROMIUM=${CHROMIUM:-$(command -v chromium)} node "$work/check/check.mjs" "$address" "$work/data" "${SHOTS:-}"
