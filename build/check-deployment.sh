#!/usr/bin/env bash
# Publishes samples/PackedOnly in each way that a program can be, without a warning, runs every one of them on the models
# in Microsoft.ML.Larq.Tests/Golden and demands the same bits of each: run by the runtime, trimmed, compiled ahead.
# Needs gcc or clang to link what is compiled ahead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rid=$(dotnet --info | sed -n 's/^ RID: *//p')
out=artifacts/deployment
rm -rf "$out"
mkdir -p "$out"
awk 'BEGIN {
  for (row = 0; row < 8; row++) {
    for (i = 0; i < 4096; i++) printf "%s%g", i ? "," : "", ((i * 5 + row * 7) % 17 - 8) / 8
    print ""
  }
}' > "$out/rows.csv"

publish() {
  local name=$1
  shift
  dotnet publish samples/PackedOnly -c Release -r "$rid" -o "$out/$name" --nologo -nodereuse:false -warnaserror "$@" \
    | tee "$out/$name.log"
  ! grep -q ': warning' "$out/$name.log"
  # The instructions are chosen in the project file.
  ! grep -q LarqInstructionSetHint "$out/$name.log"
  for model in Microsoft.ML.Larq.Tests/Golden/Version*/*.zip; do
    case $model in *pixels.zip) continue ;; esac
    echo "$model"
    "$out/$name/PackedOnly" "$model" "$out/rows.csv" --bits
  done > "$out/$name.bits"
  echo "== $name: $(wc -l < "$out/$name.bits") lines, $(du -sb "$out/$name" | cut -f 1) bytes"
}

publish dependent --no-self-contained
publish trimmed --self-contained -p:PublishTrimmed=true -p:TrimMode=full
publish ahead -p:PublishAot=true
# For processors of any age, as without a word about them.
publish default -p:PublishAot=true -p:IlcInstructionSet= -p:LarqInstructionSetHint=false
for name in trimmed ahead default; do
  cmp "$out/dependent.bits" "$out/$name.bits" || { echo "FAILED: $name scores otherwise" >&2; exit 1; }
done
[ "$(grep -c zip "$out/dependent.bits")" -ge 20 ] || { echo "FAILED: models are missing" >&2; exit 1; }
echo "All publishes give the same bits."
