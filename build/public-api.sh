#!/usr/bin/env bash
# Rewrites PublicAPI.Unshipped.txt from what the analyzer finds; review the difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."
list=Microsoft.ML.Larq/PublicAPI.Unshipped.txt
echo '#nullable enable' > "$list"
{ dotnet build -c Release Microsoft.ML.Larq -nodereuse:false --no-incremental -p:TreatWarningsAsErrors=false 2>&1 || true; } |
  sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >> "$list"
wc -l "$list"
