#!/usr/bin/env bash
# Packs the library and uses the package as a stranger would: a fresh console project with TorchSharp-cpu, outside of this
# repository, that trains, saves, loads and predicts is built, run, published and run again, and its copies of
# TorchSharp's native library are looked at; then the same with the native fix switched off.
# Needs Linux, cmp, the packages' usual sources and 3 GB for a while. A consumer has none of this repository's transitive
# pins, so NU1603 warnings (a dependency resolved to a later version than asked for) are expected.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=0.0.0-check.$(date +%s).$$
torchsharp=$(sed -n 's/.*Include="TorchSharp-cpu" Version="\([^"]*\)".*/\1/p' "$repository/Directory.Packages.props")
skiasharp=$(sed -n 's/.*Include="SkiaSharp" Version="\([^"]*\)".*/\1/p' "$repository/Directory.Packages.props")
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //; s:/$::')
original=$packages/torchsharp/$torchsharp/runtimes/linux-x64/native/libLibTorchSharp.so
work=$(mktemp -d)

# The version is this run's own, so what it leaves in the package cache can be removed and meets no other build.
trap 'rm -rf "$work" "$packages"/microsoft.ml.larq*/"$version"' EXIT

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

runs() {
  local said
  said=$("$@") || fail "$* exited with $?"
  [ "$said" = OK ] || fail "$* said '$said' instead of OK"
  echo "$*: OK"
}

fixed() {
  [ "$(cmp -l "$original" "$1" | wc -l)" = 1 ] || fail "$1 does not differ from the package's file in one byte"
  echo "$1: fixed"
}

untouched() {
  cmp "$original" "$1" || fail "$1 is not the package's file"
  echo "$1: as in the package"
}

# The address is one that leads nowhere: who builds the package for others gives theirs in the same way.
say "pack $version"
dotnet pack "$repository/build/Packages.proj" -c Release -o "$work/feed" -p:PackageVersion="$version" \
  -nodereuse:false -v q -p:RepositoryUrl=https://example.invalid/larq.git
names=$(basename -s ".$version.nupkg" "$work/feed"/*.nupkg)
for name in $names; do
  built=$(dirname "$(find "$repository/Microsoft.ML.Larq" -name "$name.csproj")")/bin/Release/net10.0/$name
  for file in dll pdb; do
    if grep -aqF "$repository" "$built.$file"; then fail "$name.$file names the folder that it was built in"; fi
  done
  [ -e "$work/feed/$name.$version.snupkg" ] || fail "$name lacks its symbols"
done

say "a stranger's project"
mkdir "$work/app"
cd "$work/app"
cat > nuget.config <<'XML'
<configuration>
  <packageSources>
    <add key="check-package" value="../feed" />
  </packageSources>
</configuration>
XML
cat > app.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML.Larq" Version="$version" />
    <PackageReference Include="TorchSharp-cpu" Version="$torchsharp" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.ML;
using Microsoft.ML.Data;

var mlContext = new MLContext(seed: 1);
var random = new Random(1);
var rows = Enumerable.Range(0, 200).Select(_ => new Row { Features = [random.NextSingle(), random.NextSingle()] }).ToArray();
foreach (var row in rows) row.Label = row.Features[0] > row.Features[1];

var model = mlContext.Larq().BinaryNet(epochs: 20).Fit(mlContext.Data.LoadFromEnumerable(rows));
var data = mlContext.Data.LoadFromEnumerable(rows);
mlContext.Model.Save(model, data.Schema, "model.zip");
var loaded = new MLContext().Model.Load("model.zip", out _);
var accuracy = mlContext.BinaryClassification.Evaluate(loaded.Transform(data)).Accuracy;
var engine = mlContext.Model.CreatePredictionEngine<Row, Prediction>(loaded);
Console.WriteLine(accuracy > 0.8 && engine.Predict(new Row { Features = [0.9f, 0.1f] }).PredictedLabel ? "OK" : $"{accuracy}");

public sealed class Row
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }
}

public sealed class Prediction
{
    public bool PredictedLabel { get; set; }
}
CS

say "build, without a runtime identifier; a stale folder 'cpu' as TorchSharp leaves it after it failed to load"
mkdir -p out/cpu
cp "$original" out/cpu/
dotnet build -o out -nodereuse:false -v m
fixed out/runtimes/linux-x64/native/libLibTorchSharp.so
fixed out/cpu/libLibTorchSharp.so
rm -r out/cpu
runs dotnet out/app.dll

say "documentation: of what users see, and of nothing else"
restored() { echo "$packages/${1,,}/$version"; }
documented() { grep -o 'member name="[^"]*' "$(restored "$1")/lib/net10.0/$1.xml" | cut -d '"' -f 2; }
documents() { documented "$1" | grep -F "$2" > /dev/null || fail "$1.xml lacks $2"; }
documents Microsoft.ML.Larq.Engine 'M:Microsoft.ML.Larq.Packed.PackedNetwork.Predict('
documents Microsoft.ML.Larq.Engine 'F:Microsoft.ML.Larq.Networks.LearningTask.Regression'
documents Microsoft.ML.Larq.Torch 'M:Microsoft.ML.Larq.Layers.QuantDense.#ctor('
documents Microsoft.ML.Larq 'P:Microsoft.ML.Larq.BinarizedNetworkTrainer.Options.Epochs'
for name in $names; do
  # Public types have their room's name before their own: longer ones and private members are of internals.
  hidden=$(documented "$name" | grep -E '^T:Microsoft\.ML\.Larq\.[A-Z][A-Za-z]*\.[A-Z][A-Za-z]*\.[A-Z]|[.#]_[a-z]' || true)
  [ -z "$hidden" ] || fail "$name.xml documents internals: $hidden"
  if grep -q '<inheritdoc cref="[TMPF]:Microsoft.ML.Larq[^"]*Constraint"' "$(restored "$name")/lib/net10.0/$name.xml"; then
    fail "$name.xml inherits from what it lacks"
  fi
  echo "$name.xml: $(documented "$name" | wc -l) members"
  specification=$(restored "$name")/${name,,}.nuspec
  grep -q '<repository type="git" url="https://example.invalid/larq.git"' "$specification" \
    && grep -q '<projectUrl>https://example.invalid/larq.git<' "$specification" \
    || fail "$specification lacks the repository's address"
  if grep -nE '\]\((samples|build|Microsoft)' "$(restored "$name")/README.md"; then fail "$name's page has links to nowhere"; fi
done

say "the engine alone, with the model that ML.NET saved"
mkdir "$work/engine"
cp nuget.config "$work/engine/"
cat > "$work/engine/engine.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML.Larq.Engine" Version="$version" />
  </ItemGroup>
</Project>
XML
cat > "$work/engine/Program.cs" <<'CS'
using Microsoft.ML.Larq.Packed;

var network = PackedNetwork.Load(args[0]);
var score = new float[1];
network.Predict([0.9f, 0.1f], score);
System.Console.WriteLine(network.Use.ClassOf(score) == 1 ? "OK" : $"{score[0]}");
CS
dotnet build "$work/engine" -o "$work/engine/out" -nodereuse:false -v q
runs dotnet "$work/engine/out/engine.dll" model.zip
[ "$(find "$work/engine/out" -name '*.dll' | wc -l)" = 3 ] || fail "the engine brings more than itself and Iced"

hint() { dotnet msbuild "$work/engine" -t:LarqHintInstructionSet -nologo -p:RuntimeIdentifier=linux-x64 "$@"; }
hint -p:PublishAot=true | grep x86-64-v3 || fail "a publish ahead of time without instructions says nothing"
said=$(hint -p:PublishAot=true -p:IlcInstructionSet=native && hint -p:PublishAot=true -p:LarqInstructionSetHint=false \
  && hint)
[ -z "$said" ] || fail "of instructions was said, needlessly: $said"

say "scoring through ML.NET alone, with the same model"
mkdir "$work/scoring"
cp nuget.config "$work/scoring/"
cat > "$work/scoring/scoring.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <LarqScoringOnly>true</LarqScoringOnly>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML.Larq" Version="$version" />
    <PackageReference Condition="'\$(Own)' != ''" Include="\$(Own)" Version="\$(OwnVersion)" />
  </ItemGroup>
</Project>
XML
cat > "$work/scoring/Program.cs" <<'CS'
using System;
using System.IO;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Onnx;

var mlContext = new MLContext();
var model = mlContext.Model.Load(args[0], out _);
var engine = mlContext.Model.CreatePredictionEngine<Row, Prediction>(model);
var isRight = engine.Predict(new Row { Features = [0.9f, 0.1f] }).PredictedLabel;
var network = model.BinaryNet();
network.WriteReport(args[0] + ".html");
var why = "";
try
{
    network.Network.WriteOnnx(network.Weights, new MemoryStream());
}
catch (InvalidOperationException error)
{
    why = error.Message;
}

Console.WriteLine(isRight && why.Contains("LarqKeepOnnx") == (args.Length == 1) ? "OK" : $"{isRight} {why}");

public sealed class Row
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];
}

public sealed class Prediction
{
    public bool PredictedLabel { get; set; }
}
CS
holds() { [ -e "$1/$2" ] || fail "$1 lacks $2"; }
lacks() { [ ! -e "$1/$2" ] || fail "$1 has $2"; }
dotnet publish "$work/scoring" -o "$work/scoring/lean" -nodereuse:false -v q
for left in TorchSharp Google.Protobuf SkiaSharp Microsoft.ML.ImageAnalytics ICSharpCode.SharpZipLib; do
  lacks "$work/scoring/lean" "$left.dll"
done
runs "$work/scoring/lean/scoring" "$work/app/model.zip"

say "the same with ONNX, and with a package of the program's own that the library brings too"
dotnet publish "$work/scoring" -o "$work/scoring/own" -nodereuse:false -v q -p:Own=SkiaSharp \
  -p:OwnVersion="$skiasharp" -p:LarqKeepOnnx=true
lacks "$work/scoring/own" TorchSharp.dll
holds "$work/scoring/own" Google.Protobuf.dll
holds "$work/scoring/own" SkiaSharp.dll
runs "$work/scoring/own/scoring" "$work/app/model.zip" onnx

say "build again"
dotnet build -o out -nodereuse:false -v q
fixed out/runtimes/linux-x64/native/libLibTorchSharp.so

say "the switch, in the same folder"
dotnet build -o out -nodereuse:false -v q -p:LarqFixTorchSharpNative=false
untouched out/runtimes/linux-x64/native/libLibTorchSharp.so
rm -r out

say "publish, without a runtime identifier"
dotnet publish -o portable -nodereuse:false -v q
fixed portable/runtimes/linux-x64/native/libLibTorchSharp.so
runs dotnet portable/app.dll
rm -r portable bin obj

say "publish for linux-x64"
dotnet publish -r linux-x64 --no-self-contained -o rid -nodereuse:false -v q
fixed rid/libLibTorchSharp.so
runs rid/app

say "the switch, in the same folder"
dotnet publish -r linux-x64 --no-self-contained -o rid -nodereuse:false -v q -p:LarqFixTorchSharpNative=false
untouched rid/libLibTorchSharp.so
rm -r rid bin obj

say "publish self-contained for linux-x64"
dotnet publish -r linux-x64 --self-contained -o contained -nodereuse:false -v q
fixed contained/libLibTorchSharp.so
runs contained/app

say "the package does what it should"
