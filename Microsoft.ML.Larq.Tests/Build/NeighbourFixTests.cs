using System.Security.Cryptography;
using Larq.NeighbourFix;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>The tool on the file that it is made for, and on others.</summary>
[TestClass]
public sealed class NeighbourFixTests : IDisposable
{
    private const string Interpolate = "call TorchSharp.torch/Tensor TorchSharp.torch/nn/functional::interpolate("
        + "TorchSharp.torch/Tensor,System.Int64[],System.Double[],TorchSharp.torch/InterpolationMode,"
        + "System.Nullable`1<System.Boolean>,System.Boolean";

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-neighbourfix-").FullName;

    private string Target => Path.Combine(_folder, "made", "target.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Run_TheKnownFile_ChangesOneInstructionInEachOfSixMethods()
    {
        var (code, output, error) = Run(NeighbourProcess.AsShipped);

        Assert.AreEqual(0, code, error);
        Assert.AreEqual($"{Target}: Microsoft.ML.TorchSharp 0.23.1, 4 disposals of weights left out, 2 calls of "
            + "interpolate with its new argument\n", output);
        var before = MethodCode.Read(NeighbourProcess.AsShipped);
        var after = MethodCode.Read(Target, IsNewArgument);
        CollectionAssert.AreEqual(before.Keys.ToArray(), after.Keys.ToArray());
        var changes = new List<string>();
        foreach (var (name, was) in before)
        {
            Assert.HasCount(was.Length, after[name]);
            changes.AddRange(was.Zip(after[name]).Where(pair => pair.First != pair.Second)
                .Select(pair => $"{Short(name)}: {pair.First} -> {pair.Second}"));
        }

        const string Disposal = "callvirt System.Void System.IDisposable::Dispose() -> pop";
        CollectionAssert.AreEquivalent(
            new[]
            {
                $"ModelUtils::InitXavierUniform: {Disposal}",
                $"ModelUtils::InitConstant: {Disposal}",
                $"ModelUtils::InitNormal: {Disposal}",
                $"ModelUtils::InitZeros: {Disposal}",
                $"AutoFormerV2Block::forward: {Interpolate}) -> {Interpolate},System.Boolean)",
                $"FPN::forward: {Interpolate}) -> {Interpolate},System.Boolean)",
            },
            changes);
    }

    [TestMethod]
    public void Run_TheKnownFile_KeepsNameAndResources()
    {
        Run(NeighbourProcess.AsShipped);

        using var before = AssemblyDefinition.ReadAssembly(NeighbourProcess.AsShipped);
        using var after = AssemblyDefinition.ReadAssembly(Target);
        Assert.AreEqual(before.FullName, after.FullName);
        Assert.AreEqual(before.MainModule.Mvid, after.MainModule.Mvid);
        CollectionAssert.AreEqual(Resources(before), Resources(after));
        Assert.HasCount(3, Resources(after));
    }

    [TestMethod]
    public void Run_Twice_GivesTheSameBytes()
    {
        Run(NeighbourProcess.AsShipped);
        var once = File.ReadAllBytes(Target);

        Run(NeighbourProcess.AsShipped);

        CollectionAssert.AreEqual(once, File.ReadAllBytes(Target));
        CollectionAssert.AreEqual(once, File.ReadAllBytes(NeighbourProcess.Fixed), "that of the build");
        CollectionAssert.AreEqual(new[] { Target }, Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [TestMethod]
    [DataRow("one byte changed")]
    [DataRow("a byte more")]
    [DataRow("empty")]
    [DataRow("fixed already")]
    public void Run_AnotherFile_IsCopiedAsItIsWithAWarning(string which)
    {
        var content = which == "fixed already"
            ? File.ReadAllBytes(NeighbourProcess.Fixed) : File.ReadAllBytes(NeighbourProcess.AsShipped);
        if (which == "one byte changed") content[^1] ^= 1;
        if (which == "a byte more") content = [.. content, 0];
        if (which == "empty") content = [];
        var source = Path.Combine(_folder, "source.dll");
        File.WriteAllBytes(source, content);
        File.SetLastWriteTimeUtc(source, new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Utc));

        var (code, output, error) = Run(source);

        Assert.AreEqual(0, code, error);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.AreEqual($"{source} : warning LARQ0002: LarqFixMLTorchSharp left it as it is: expected "
            + $"Microsoft.ML.TorchSharp 0.23.1 (SHA-256 {KnownRelease.Sha256}), found another file (SHA-256 {hash})\n",
            output);
        CollectionAssert.AreEqual(content, File.ReadAllBytes(Target));
        CollectionAssert.AreEqual(content, File.ReadAllBytes(source));
        // Then MSBuild takes it for out of date, and the warning comes again.
        Assert.IsLessThan(File.GetLastWriteTimeUtc(source), File.GetLastWriteTimeUtc(Target));
    }

    [TestMethod]
    public void Run_NoSuchFile_IsAnErrorAndLeavesNoneOfBefore()
    {
        Run(NeighbourProcess.AsShipped);
        var missing = Path.Combine(_folder, "missing.dll");

        var (code, output, error) = Run(missing);

        Assert.AreEqual(1, code, output);
        StringAssert.StartsWith(error, $"{missing} : error LARQ0003: LarqFixMLTorchSharp could not copy it: ");
        Assert.IsFalse(File.Exists(Target));
    }

    [TestMethod]
    public void Run_WithoutTwoPaths_SaysHowItIsUsed()
    {
        using var error = new StringWriter { NewLine = "\n" };

        Assert.AreEqual(2, Program.Run(["one"], TextWriter.Null, error));

        Assert.AreEqual("usage: Larq.NeighbourFix SOURCE TARGET\n", $"{error}");
    }

    [TestMethod]
    public void Build_TheProcess_LeavesThePackagesFile() => Assert.AreEqual(
        KnownRelease.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(NeighbourProcess.AsShipped))));

    private static bool IsNewArgument(Instruction instruction) => instruction.OpCode == OpCodes.Ldc_I4_0
        && instruction.Next?.Operand is MethodReference { Name: "interpolate", Parameters.Count: 7 };

    private static string Short(string method) =>
        method[..method.IndexOf('(', StringComparison.Ordinal)].Split('.')[^1];

    private static string[] Resources(AssemblyDefinition assembly) =>
    [
        .. assembly.MainModule.Resources.Cast<EmbeddedResource>()
            .Select(resource => $"{resource.Name} {Convert.ToHexString(SHA256.HashData(resource.GetResourceData()))}"),
    ];

    private (int Code, string Output, string Error) Run(string source)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run([source, Target], output, error), $"{output}", $"{error}");
    }
}
