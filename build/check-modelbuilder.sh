#!/usr/bin/env bash
# From data to programs: the command larq, as it was built here, trains on a table, on one whose names, quotes and commas
# are meant to break things, and on a folder of images, and writes projects. They are built outside of this repository
# with packages that the command makes, and must say what the command says, to the last bit; the console project trains
# the same model again. Needs Linux, curl, the packages' usual sources and 2 GB for a while.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export OMP_WAIT_POLICY=PASSIVE DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
unset ASPNETCORE_URLS
larq=$(ls "$repository"/samples/ModelBuilder/bin/Release/net10.0/*/larq.dll | head -n 1)
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //; s:/$::')
work=$(mktemp -d)
version='' server=''

# The version is one for these sources: what it leaves in the packages' cache is of no use to others.
finish() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  rm -rf "$work"
  [ -z "$version" ] || rm -rf "$packages"/microsoft.ml.larq{,.torch,.engine}/"$version"
}
trap finish EXIT

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
larq() { dotnet "$larq" "$@"; }

built() {
  dotnet build "$1" -c Release -nodereuse:false -v q -nologo "${@:2}" > "$1.log" \
    || { cat "$1.log"; fail "$1 does not build"; }
  grep -q ' warning ' "$1.log" && { cat "$1.log"; fail "$1 builds with warnings"; }
  return 0
}

program() { dotnet "$(ls "$work"/"$1.$2"/bin/Release/net10.0/*/"$1.$2.dll")" "${@:3}"; }

# A table of the command, as the console program writes it: without the row's number, with tabs.
said_by_larq() {
  larq predict "$1" "$2" --output "$1.said" -v q > /dev/null
  tail -n +2 "$1.said" | cut -d , -f 2- | tr , '\t'
}

same() {
  [ -s "$1" ] && [ "$(sort -u "$1" | wc -l)" -gt 5 ] || fail "$1 says nothing"
  cmp "$1" "$2" || { diff "$1" "$2" | head; fail "$1 and $2 differ"; }
  echo "the same $(wc -l < "$1") lines: $1, $2"
}

cd "$work"
say "a table"
gunzip -c "$repository/samples/data/german.csv.gz" > german.csv
larq classification --dataset german.csv --label-col 20 --preset quick --no-compare --api -v q > german.log \
  || { cat german.log; fail "larq ends with an error"; }
version=$(sed -n 's/.*"Microsoft.ML.Larq" Version="\([^"]*\)".*/\1/p' german.Console/german.Console.csproj)
built german.Console
said_by_larq german german.csv > german.larq.txt
program german Console predict german.csv > german.console.txt
same german.larq.txt german.console.txt
score=$(LC_ALL=C printf '%.4f' "$(sed -n 's/.*"score": \([0-9.]*\).*/\1/p' german.larq.json)")
awk -v s="$score" 'BEGIN { exit !(s > 0.5) }' || fail "larq reported $score"
program german Console evaluate german.csv > german.evaluate.txt
grep -qE "^Accuracy +$score" german.evaluate.txt || { cat german.evaluate.txt; fail "larq reported $score"; }
program german Console | tee german.row.txt

say "over HTTP"
built german.Api
# Itself in the background, not a shell around it, which alone would be ended. What it says is read while it starts.
api=$(ls german.Api/bin/Release/net10.0/*/german.Api.dll)
: > api.log
dotnet "$api" --urls http://127.0.0.1:0 >> api.log 2>&1 &
server=$!
for _ in $(seq 600); do
  address=$(sed -n 's/.*Now listening on: //p' api.log)
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { cat api.log; fail "nothing listens"; }
curl -s "$address/" > row.json
curl -s -H 'Content-Type: application/json' --data-binary @row.json "$address/predict" | tee answer.json
IFS=$'\t' read -r label first second < german.larq.txt
grep -qF "{\"predictedLabel\":\"$label\",\"scores\":{\"1\":$first,\"2\":$second}}" answer.json || fail "not the row's scores"
status=$(curl -s -o bad.json -w '%{http_code}' -H 'Content-Type: application/json' -d '{"Colum1": 1}' "$address/predict")
[ "$status" = 400 ] && grep -q Colum1 bad.json || fail "a wrong name is answered with $status: $(cat bad.json)"
kill "$server"
wait "$server" || true
server=''
! curl -s -o /dev/null "$address/" || fail "the server still answers"

say "trained again by the generated code"
links=(-p:CreateHardLinksForCopyFilesToOutputDirectoryIfPossible=true -p:CreateHardLinksForCopyLocalIfPossible=true)
built german.Console -p:Training=true "${links[@]}"
program german Console train german.csv again.zip > train.log 2>&1 || { cat train.log; fail "training again"; }
cp again.zip "$(dirname "$(ls german.Console/bin/Release/net10.0/*/german.Console.dll)")/german.zip"
program german Console predict german.csv > german.again.txt
same german.larq.txt german.again.txt
rm -rf german.Console/bin

say "a table of names, quotes and commas, numbers to predict"
{
  printf '\xef\xbb\xbf"class";"a ""b"" {0}";"Größe";"Score";"Score";"wann";"a;b\\";"Label"\r\n'
  for i in $(seq 120); do
    printf '%d,%d;"x ""%d""";%d,5;"-9,5";%s;%02d.%02d.20%02d;"s;%d";%d,%d\r\n' \
      $((i % 7)) $((i % 10)) $((i % 3)) $((i % 11)) "$([ $((i % 5)) = 0 ] || echo $((i % 13)))" \
      $((1 + i % 28)) $((1 + i % 12)) $((10 + i % 15)) $((i % 4)) $((i % 7 + i % 3)) $((i % 10))
  done
} > 'data 1.csv'
name="1 class; 50% \$(x) @é'"
larq regression --dataset 'data 1.csv' --label-col Label --missing=-9,5 --name "$name" --preset quick --no-compare -v q \
  > nasty.log || { cat nasty.log; fail "larq ends with an error"; }
built "$name.Console"
said_by_larq "$name" 'data 1.csv' > nasty.larq.txt
program "$name" Console predict 'data 1.csv' > nasty.console.txt
same nasty.larq.txt nasty.console.txt
program "$name" Console

say "images"
pixels() { for _ in $(seq "$2"); do printf "$1"; done; }
header='BM\xf6\x06\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x18\0\0\0\x18\0\0\0\x01\0\x18\0\0\0\0\0\xc0\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
mkdir -p 'images/left' 'images/at the "bottom"'
for i in $(seq 12); do
  light=$(printf '\\x%02x\\xff\\x%02x' $((20 * i)) $((255 - 20 * i))) dark=$(printf '\\x%02x\\x10\\x00' $((5 * i)))
  { printf "$header"; for _ in $(seq 24); do pixels "$light" 12; pixels "$dark" 12; done; } > "images/left/$i.bmp"
  { printf "$header"; pixels "$light" 288; pixels "$dark" 288; } > "images/at the \"bottom\"/$i.bmp"
done
echo none > images/left/broken.bmp
larq image-classification --dataset images --preset quick -v q > images.log \
  || { cat images.log; fail "larq ends with an error"; }
built images.Console
larq predict images images --output images.said -v q > /dev/null
tail -n +2 images.said | sed 's/.*,\([^,]*,[^,]*\)$/\1/' | tr , '\t' > images.larq.txt
tail -n +2 images.said | sed 's/,.*//; s/^"//; s/""/"/g; s/"$//' > images.paths
mapfile -t paths < <(ls images/*/[0-9]*.bmp | LC_ALL=C sort)
program images Console predict "${paths[@]}" | cut -f 2,3 > images.console.txt
same images.larq.txt images.console.txt
echo "the command's projects build and say what it says"
