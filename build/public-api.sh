#!/usr/bin/env bash
# Rewrites every PublicAPI.Unshipped.txt from what the analyzer finds; review the difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in Microsoft.ML.Larq/Engine Microsoft.ML.Larq/Torch Microsoft.ML.Larq; do
  list=$project/PublicAPI.Unshipped.txt
  name=$(basename "$project"/*.csproj)
  echo '#nullable enable' > "$list"
  { dotnet build -c Release "$project" -nodereuse:false --no-incremental -p:TreatWarningsAsErrors=false 2>&1 || true; } |
    grep -F "/$name]" |
    sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >> "$list"
  wc -l "$list"
done
