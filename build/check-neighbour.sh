#!/usr/bin/env bash
# Uses the package beside Microsoft.ML.TorchSharp as a stranger would: a fresh console project outside of this
# repository, with LarqFixMLTorchSharp, trains, saves and loads a model of both. It is built twice, with the switch off
# and on again, where off has to fail; it is published so too, published as a single file, and cleaned; then comes a
# release that the step does not know. Needs Linux, the packages' usual sources and 3 GB for a while.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=0.0.0-check.$(date +%s).$$
torchsharp=$(sed -n 's/.*Include="TorchSharp-cpu" Version="\([^"]*\)".*/\1/p' "$repository/Directory.Packages.props")
neighbour=$(sed -n 's/.*Include="Microsoft.ML.TorchSharp" Version="\[\([^]]*\)\]".*/\1/p' \
  "$repository/Microsoft.ML.Larq.Tests/Neighbour/Directory.Packages.props")
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //; s:/$::')
original=$packages/microsoft.ml.torchsharp/$neighbour/lib/net8.0/Microsoft.ML.TorchSharp.dll
unknown=$neighbour-unknown.$$
work=$(mktemp -d)
trap 'rm -rf "$work" "$packages"/microsoft.ml.larq*/"$version" "$packages/microsoft.ml.torchsharp/$unknown"' EXIT

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# says WORDS COMMAND...: the command's last line begins with these words.
says() {
  local words=$1 said
  shift
  said=$("$@" | tail -n 1) || fail "$* exited with $?"
  case $said in "$words"*) echo "$*: $said" ;; *) fail "$* said '$said' instead of '$words'" ;; esac
}
fixed() { ! cmp -s "$original" "$1" && [ -e "$1" ] || fail "$1 is as shipped, or not there"; echo "$1: fixed"; }
untouched() { cmp "$original" "$1" || fail "$1 is not the package's file"; echo "$1: as in the package"; }
build() { dotnet build -o out -nodereuse:false -v q "$@" > build.log || { cat build.log; fail "build $*"; }; }
publish() { dotnet publish -nodereuse:false -v q "$@" > build.log || { cat build.log; fail "publish $*"; }; }

say "pack $version"
dotnet pack "$repository/build/Packages.proj" -c Release -o "$work/feed" -p:PackageVersion="$version" \
  -nodereuse:false -v q

say "a stranger's project"
mkdir "$work/app"
cd "$work/app"
cat > nuget.config <<'XML'
<configuration>
  <packageSources>
    <add key="check-neighbour" value="../feed" />
  </packageSources>
</configuration>
XML
cat > app.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <LarqFixMLTorchSharp Condition="'\$(LarqFixMLTorchSharp)' == ''">true</LarqFixMLTorchSharp>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML.Larq" Version="$version" />
    <PackageReference Include="Microsoft.ML.TorchSharp" Version="$neighbour" />
    <PackageReference Include="TorchSharp-cpu" Version="$torchsharp" />
  </ItemGroup>
</Project>
XML
cp "$repository/Microsoft.ML.Larq.Tests/Neighbour/"{MadeUpWeights,Returned,Together}.cs .
cat > Program.cs <<'CS'
using Microsoft.ML;
using Microsoft.ML.Larq.Tests.Neighbour;

var context = new MLContext(seed: 1) { TempFilePath = args[1] };
try
{
    if (args[0] == "weights") MadeUpWeights.Write(args[1]);
    else Together.Run(context, args[1]);
    Console.WriteLine("OK");
}
catch (Exception e)
{
    Console.WriteLine(e.GetBaseException().Message);
}
CS
failure='Mismatched state_dict sizes'

say "build"
build
fixed out/Microsoft.ML.TorchSharp.dll
says OK dotnet out/app.dll weights "$work/weights"
says OK dotnet out/app.dll train "$work/weights"

say "build again: nothing is made anew"
copy=obj/Debug/net10.0/linux-x64/neighbour/Microsoft.ML.TorchSharp.dll
before=$(stat -c %y $copy out/Microsoft.ML.TorchSharp.dll)
build
[ "$before" = "$(stat -c %y $copy out/Microsoft.ML.TorchSharp.dll)" ] || fail "the copy was made anew"

say "the switch, in the same folder, there and back"
build -p:LarqFixMLTorchSharp=false
untouched out/Microsoft.ML.TorchSharp.dll
says "$failure" dotnet out/app.dll train "$work/weights"
build
fixed out/Microsoft.ML.TorchSharp.dll

say "publish, and the switch in the same folder, there and back"
publish -o published
fixed published/Microsoft.ML.TorchSharp.dll
says OK published/app train "$work/weights"
publish -o published -p:LarqFixMLTorchSharp=false
untouched published/Microsoft.ML.TorchSharp.dll
publish -o published
fixed published/Microsoft.ML.TorchSharp.dll
rm -r published

say "publish as a single file"
publish -o single -p:PublishSingleFile=true
[ -e single/app ] && [ ! -e single/Microsoft.ML.TorchSharp.dll ] || fail "it is not a single file"
says OK single/app train "$work/weights"
rm -r single

say "clean"
dotnet clean -o out -nodereuse:false -v q > build.log || fail clean
[ ! -e out/Microsoft.ML.TorchSharp.dll ] && [ ! -e $copy ] || fail "clean leaves the copy"

say "a release that the step does not know"
mkdir "$work/unknown"
cp nuget.config "$work/unknown/"
cat > "$work/unknown/Microsoft.ML.TorchSharp.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Version>$unknown</Version>
  </PropertyGroup>
</Project>
XML
dotnet pack "$work/unknown" -o "$work/feed" -nodereuse:false -v q
sed -i "s/Microsoft.ML.TorchSharp\" Version=\"[^\"]*\"/Microsoft.ML.TorchSharp\" Version=\"$unknown\"/" app.csproj
rm -r MadeUpWeights.cs Together.cs Returned.cs out obj
echo 'Console.WriteLine("OK");' > Program.cs
for time in first second; do
  build
  grep -q 'warning LARQ0002: LarqFixMLTorchSharp left it as it is' build.log \
    || { cat build.log; fail "no warning, $time"; }
  cmp out/Microsoft.ML.TorchSharp.dll \
    "$packages/microsoft.ml.torchsharp/$unknown/lib/net10.0/Microsoft.ML.TorchSharp.dll" || fail "it was changed"
done
grep -m 1 LARQ0002 build.log

say "the package cache"
known=$(sed -n 's/.*Sha256 = "\([^"]*\)".*/\1/p' "$repository/build/NeighbourFix/KnownRelease.cs")
echo "$known  $original" | sha256sum --check --quiet || fail "the package's own file was changed"

say "the neighbour does what it should"
