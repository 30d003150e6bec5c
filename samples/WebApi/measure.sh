#!/usr/bin/env bash
# Measures samples/WebApi on this machine: requests a second, latency, processor time a request and memory, of the pool, of
# the packed network, of ways not to serve, and of a model of ML.NET's own beside it. Needs Debian's wrk, and digits.zip of
# samples/QuickStart in the current folder. Load comes from this machine to this machine (127.0.0.1) alone.
# usage: samples/WebApi/measure.sh [SECONDS of each way, default 10] [SECONDS of the long run, default 180]
set -euo pipefail

sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${1:-10} long=${2:-180} port=5088 connections=16
program=$(ls "$sample"/bin/Release/net*/*/WebApi)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
[ -e digits.zip ] || { echo "There is no digits.zip here: run samples/QuickStart first." >&2; exit 2; }

# The first ten rows of the digits, one after the other.
{
  echo 'local rows = {'
  head -n 10 "$sample/../data/digits.csv" | cut -d , -f 1-64 | sed "s/.*/'{\"pixels\":[&]}',/"
  cat <<'LUA'
}
local next = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  next = next % #rows + 1
  return wrk.format(nil, nil, nil, rows[next])
end
done = function(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %.1f %.2f %.2f %d\n", summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
LUA
} > "$work/post.lua"

start() {
  "$program" --urls "http://127.0.0.1:$port" --Serving:Model="$1" --Serving:Slow=true > "$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    curl -sf "http://127.0.0.1:$port/health/ready" > /dev/null && return
    sleep 0.2
  done
  cat "$work/server.log" >&2
  exit 1
}

stop() { kill "$server" && wait "$server" || true; server=; }
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
memory() { awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$server/status"; }

load() { wrk -t 1 -c "$connections" -d "$2s" -s "$work/post.lua" "http://127.0.0.1:$port$1" | sed -n 's/^RESULT //p'; }

# way PATH NAME: a line of the table; the five seconds before it are not counted.
way() {
  local before after requests rate p50 p99 failed
  load "$1" 5 > /dev/null
  before=$(ticks)
  read -r requests rate p50 p99 failed < <(load "$1" "$seconds")
  after=$(ticks)
  awk -v name="$2" -v n="$requests" -v r="$rate" -v p50="$p50" -v p99="$p99" -v f="$failed" -v m="$(memory)" \
    -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" 'BEGIN {
      printf "| %s | %.0f | %.2f ms | %.2f ms | %.0f µs | %s MB | %d |\n", name, r, p50, p99, t / hz / n * 1e6, m, f }'
}

main() {
  echo "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $connections connections, $seconds s each"
  echo "load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo '| way | requests a second | p50 | p99 | processor time a request | memory | failed |'
  echo '|---|---|---|---|---|---|---|'
  start digits.zip
  load /engine 10 > /dev/null
  load /packed 10 > /dev/null
  way /packed 'packed network'
  way /engine 'pooled engine'
  way /slow/transform 'Transform of one row a request'
  way /slow/engine 'an engine a request'
  way /slow/load 'the file loaded a request'
  stop
  "$program" --linear "$work/linear.zip"
  start "$work/linear.zip"
  load /engine 10 > /dev/null
  way /engine 'LbfgsMaximumEntropy, pooled engine'
  way /slow/transform 'LbfgsMaximumEntropy, Transform of one row a request'
  way /slow/engine 'LbfgsMaximumEntropy, an engine a request'
  way /slow/load 'LbfgsMaximumEntropy, the file loaded a request'
  stop

  echo "memory over $long s, pooled engine and packed network in turn, every tenth of it:"
  start digits.zip
  for part in $(seq 10); do
    [ $((part % 2)) = 0 ] && path=/engine || path=/packed
    load "$path" $((long / 10)) > /dev/null
    printf '%s MB ' "$(memory)"
  done
  echo
  stop
  echo "load average after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

main; exit
