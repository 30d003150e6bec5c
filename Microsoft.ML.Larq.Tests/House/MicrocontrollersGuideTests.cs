using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Microcontrollers;
using Microsoft.ML.Larq.Tests.Onnx;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to microcontrollers: its code runs, in both languages.</summary>
[TestClass]
[DoNotParallelize] // the examples name files in the current folder
public partial class MicrocontrollersGuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Microcontrollers.md"));

    [TestMethod]
    public void Code_IsTheExamplesBelow()
    {
        var own = Flat(File.ReadAllText(
            Path.Combine(SourceTree.Tests, "House", "MicrocontrollersGuideTests.cs")));
        string[] blocks = [.. Blocks("csharp").Select(Flat)];
        Assert.HasCount(2, blocks);
        foreach (var block in blocks) Assert.Contains(block, own);
    }

    [TestMethod]
    public void Examples_Run()
    {
        CCompiler.Here();
        var folder = Directory.CreateTempSubdirectory("larq-c-guide").FullName;
        var before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder);
            var table = SampleModels.Table(3);
            var model = SampleModels.Of(table, LearningTask.MulticlassClassification);
            Trained(model);
            File.WriteAllText("main.c", Blocks("c").Single());
            CCompiler.Compile(
                folder, [.. CCompiler.Strict, "-std=c99", "-O2", "digits.c", "main.c", "-o", "digits", "-lm"]);
            float[] rows = [.. Settled.Rows(table, 2, 3), float.NaN, 0, 0, 0, 0];
            var (code, output, said) = CCompiler.Run(
                Path.Combine(folder, "digits"), folder, MemoryMarshal.AsBytes(rows.AsSpan()).ToArray());
            Assert.AreEqual(0, code, said);
            var lines = Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.HasCount(4, lines);
            StringAssert.StartsWith(lines[3], "no class");
            foreach (var line in lines[..3])
                Assert.Contains(name => line.StartsWith(name + " ", StringComparison.Ordinal), SampleModels.Classes);
            var network = SampleModels.Table(2);
            Alone(network, NetworkWeights.Initialize(network, 1));
            CCompiler.Compile(folder, [.. CCompiler.Strict, "-c", "network.c"]);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Trained(BinarizedNetworkTransformer model)
    {
        model.SaveC("digits.c");
    }

    private static void Alone(NetworkDefinition network, NetworkWeights weights)
    {
        network.SaveC(weights, "network.c", labels: ["no", "yes"]);
    }

    private static string[] Blocks(string language) => [.. Code().Matches(Guide)
        .Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```(\\w+)\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
