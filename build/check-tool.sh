#!/usr/bin/env bash
# Packs the command larq as it was built, installs it from a folder as a .NET tool, and uses it as a stranger would:
# looks into a file, trains, predicts. Needs Linux, samples/ModelBuilder built in Release, and 2 GB for a while.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export OMP_WAIT_POLICY=PASSIVE DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

version=0.0.0-check.$(date +%s)
dotnet pack "$repository/samples/ModelBuilder" -c Release --no-build -o "$work/feed" -p:PackageVersion="$version" \
  -nodereuse:false -v q
ls -l "$work/feed"

# Another source has no package of this version.
cat > "$work/nuget.config" <<'XML'
<configuration>
  <packageSources>
    <clear />
    <add key="check-tool" value="feed" />
  </packageSources>
</configuration>
XML
cd "$work"
dotnet tool install larq --version "$version" --tool-path tools
gunzip -c "$repository/samples/data/german.csv.gz" > german.csv

tools/larq inspect german.csv > inspect.log || { cat inspect.log; fail "inspect"; }
grep -q "1,000 rows, 21 columns" inspect.log || { cat inspect.log; fail "inspect says something else"; }
tools/larq classification --dataset german.csv --label-col 20 --preset quick --no-code --min-metric 0.6 -v q
tools/larq predict german.zip german.csv --output said.csv -v q
[ "$(wc -l < said.csv)" = 1001 ] || fail "1,000 predictions and a header were wanted"
status=0
tools/larq classification --dataset german.csv --label-col 21 --name other 2> error.log || status=$?
[ "$status" = 2 ] && grep -q "there is no such column" error.log || { cat error.log; fail "ended with $status"; }
echo "the tool is installed, trains and predicts"
