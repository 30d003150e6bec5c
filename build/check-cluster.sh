#!/usr/bin/env bash
# Trains a short while on two ranks of MPI: that both end with the same weights; that rows
# which are shares give what the whole gives; that a rank which fails, is killed, or never begins, ends the other; that
# a program which goes on after a failure is left its time; that a launcher without the option is warned of. With MPICH, or with the launchers that are named:
# check-cluster.sh mpirun.mpich mpirun.openmpi
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export OMP_WAIT_POLICY=PASSIVE OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1

out=$PWD/artifacts/cluster
app=$PWD/samples/Cluster/bin/Release/net10.0/ClusterSample.dll
[ -e "$app" ] || app=$(ls "$PWD"/samples/Cluster/bin/Release/net10.0/*/ClusterSample.dll | head -n 1)
rm -rf "$out"
mkdir -p "$out"

fail() {
  echo "FAILED: $1" >&2
  cat "$2" >&2
  exit 1
}

# run NAME RANKS OPTION...: what the ranks say goes to a file; ends within a minute.
run() {
  local name=$1 ranks=$2
  shift 2
  timeout 60 "$launcher" -n "$ranks" dotnet "$app" --epochs 2 --folder "$out" "$@" > "$out/$name.log" 2>&1
}

weights() { sed -n 's/.*: weights \([0-9A-F]*\)$/\1/p' "$1" | sort -u; }

check() {
  local first shares alone
  run first 2 || fail "two ranks end with an error" "$out/first.log"
  first=$(weights "$out/first.log")
  [ "$(grep -c ': weights' "$out/first.log")" = 2 ] && [ "$(wc -w <<< "$first")" = 1 ] \
    || fail "two ranks end with two models" "$out/first.log"
  cat "$out"/scores-*.csv > "$out/scores"
  run shares 2 --shares || fail "ranks with shares end with an error" "$out/shares.log"
  shares=$(weights "$out/shares.log")
  [ "$first" = "$shares" ] || fail "shares of the rows give other weights than the rows" "$out/shares.log"
  run alone 2 --alone || fail "a launcher without the option ends with an error" "$out/alone.log"
  grep -q 'each of its processes trains a network of its own' "$out/alone.log" \
    || fail "a launcher without the option is not warned of" "$out/alone.log"
  alone=$(weights "$out/alone.log")
  [ "$alone" != "$first" ] || fail "two ranks train as one" "$out/alone.log"
  if run bad 2 --fail-on 1; then fail "a rank that fails ends with no error" "$out/bad.log"; fi
  grep -q 'Rank 1 of 2 ended the training: .* slot 0 is NaN' "$out/bad.log" \
    || fail "rank 0 does not say why it ended" "$out/bad.log"
  caught
  late
  killed
}

# Where the program goes on, rank 0 has the time to save something.
caught() {
  run caught 2 --fail-on 1 --catch || fail "a program that catches the error ends with one" "$out/caught.log"
  [ "$(grep -c ': caught: .* slot 0 is NaN' "$out/caught.log")" = 2 ] && [ "$(cat "$out/saved")" = 'all of it' ] \
    || fail "rank 0 was ended before it had saved" "$out/caught.log"
}

# gone PID START: whether a process ends within ten seconds of the start.
gone() {
  while kill -0 "$1" 2> /dev/null; do
    [ $((SECONDS - $2)) -lt 10 ] || return 1
    sleep 0.1
  done
}

# MPI itself would wait for ever.
late() {
  local start=$SECONDS pid
  if run late 2 --sleep-on 1 --patience 4; then fail "a rank never begins, and nobody minds" "$out/late.log"; fi
  grep -q "the launcher's 0 of 2, has waited 4 seconds (patience) for all others" "$out/late.log" \
    && [ $((SECONDS - start)) -lt 30 ] || fail "rank 0 does not say in time what it has waited for" "$out/late.log"
  pid=$(sed -n 's/^.*rank 1: sleeps; process \([0-9]*\)$/\1/p' "$out/late.log")
  gone "$pid" $((start + 10)) || fail "the rank that never began lives on" "$out/late.log"
  echo "== rank 1 never began: all ended after $((SECONDS - start)) s"
}

# The other rank ends too, and soon.
killed() {
  local start pid rank
  timeout 60 "$launcher" -n 2 dotnet "$app" --epochs 1000 --folder "$out" > "$out/killed.log" 2>&1 &
  local running=$!
  until grep -q 'epoch 2:' "$out/killed.log"; do
    kill -0 $running 2> /dev/null || fail "nothing was trained" "$out/killed.log"
    sleep 0.2
  done
  pid=$(sed -n 's/^.*rank 1: .*process \([0-9]*\)$/\1/p' "$out/killed.log")
  rank=$(sed -n 's/^.*rank 0: .*process \([0-9]*\)$/\1/p' "$out/killed.log")
  start=$SECONDS
  kill -9 "$pid"
  if wait $running; then fail "a rank was killed, and nobody minds" "$out/killed.log"; fi
  gone "$rank" "$start" || fail "rank 0 lives on without rank 1" "$out/killed.log"
  echo "== rank 1 killed: all ended after $((SECONDS - start)) s"
}

[ $# -gt 0 ] || set -- mpirun.mpich
for launcher in "$@"; do
  command -v "$launcher" > /dev/null || { echo "FAILED: there is no $launcher" >&2; exit 1; }
  check
  grep 'rank 0:\|Test accuracy' "$out/first.log"
done
echo "Two ranks train one network."
