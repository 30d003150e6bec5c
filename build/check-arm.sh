#!/usr/bin/env bash
# Runs the packed engine's tests on 64-bit ARM: on such a machine as they are, elsewhere emulated by QEMU.
# Publishes Microsoft.ML.Larq.Tests/Arm with its own runtime, which the restore fetches. --all also runs what is left out
# otherwise because it is slow and has little to do with ARM. An emulator says what is right, never what is fast.
# Needs Linux and, where the machine is no ARM, Debian's or Ubuntu's
#   apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
libraries=${LARQ_ARM_LIBRARIES:-/usr/aarch64-linux-gnu}
out=$repository/artifacts/arm

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

emulator=()
if [ "$(uname -m)" != aarch64 ]; then
  qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) \
    || fail "nothing was run: this machine is $(uname -m) and has no qemu-aarch64-static"
  [ -e "$libraries/lib/ld-linux-aarch64.so.1" ] \
    || fail "nothing was run: no ARM libraries in $libraries (LARQ_ARM_LIBRARIES names another folder)"
  emulator=("$qemu" -L "$libraries")
fi

# What the x86 tables alone do, what many threads do, which an emulator makes slow, and the longest of the rest, whose
# kernels have tests of their own here.
filter='FullyQualifiedName!~Run_EveryKindOfTile'
for long in Threads SharedWorkTests SharedLayerTests BatchTests Score_Layers_IsThePlainSum FloatGrid SameGrid \
    Score_WhatFollows QuantSeparable_AllSigns Separable_Grid Transposed_Grid TensOfThousandsOfLayers; do
  filter+="&FullyQualifiedName!~$long"
done
arguments=(--progress off --filter "$filter")
if [ "${1:-}" = --all ]; then arguments=(--progress off); fi

say "publish for linux-arm64"
rm -rf "$out"
dotnet publish "$repository/Microsoft.ML.Larq.Tests/Arm" -c Release -o "$out" -nodereuse:false -v q

say "tests: ${emulator[*]:-natively}"
# Emulated by QEMU 7.2, runs crash without the first, which keeps the runtime from changing code through a second mapping
# of its memory. The second spares instrumented code.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0
unset LARQ_ISA
log=$out/tests.log
"${emulator[@]}" "$out/Microsoft.ML.Larq.Tests" "${arguments[@]}" 2>&1 | tee "$log" || fail "the tests"
grep -q '(net10.0|arm64)' "$log" || fail "the tests did not run on ARM"

say "the packed engine gives ARM's users the oracle's numbers"
