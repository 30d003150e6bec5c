using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>What the compiler makes of every model at 224×224, kept in Golden/ZooReports.txt.</summary>
/// <remarks>
/// Lines of layers of one class that run in the same way for the same reason, in the order of the first of each: how
/// many, bytes of their weights, multiply-accumulates, and, of those in real numbers that have weights, the names. With
/// the scalar kernels, which every machine has. Where a change is wanted, the test's message is the new text.
/// </remarks>
[TestClass]
public class ZooReportTests
{
    private static readonly string File = Path.Combine(House.SourceTree.Tests, "Golden", "ZooReports.txt");

    public static IEnumerable<string[]> Models => ZooModel.Names;

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Report_AtImageNetsSize_IsTheKeptOne(string name)
    {
        var network = ZooModel.Of(name).Full();
        var weights = new NetworkWeights(network.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create(
                NetworkWeights.NameOf(layer, spec.Name), WeightArray.Adopt(spec.Shape, new float[spec.Shape.Size])))));
        var report = PackedNetwork.Compile(network, weights, KernelSet.Scalar).Report;
        string[] expected =
            [.. System.IO.File.ReadLines(File).SkipWhile(line => line != name).Skip(1).TakeWhile(line => line != "")];
        var actual = Lines(network, report).ToArray();
        CollectionAssert.AreEqual(expected, actual, $"\n{name}\n{string.Join('\n', actual)}\n");
    }

    private static IEnumerable<string> Lines(NetworkDefinition network, PackedReport report)
    {
        foreach (var group in report.Layers.GroupBy(
            layer => (layer.ClassName, layer.IsPacked, layer.Kernel, layer.Why)))
        {
            var (kind, isPacked, kernel, why) = group.Key;
            var named = !isPacked
                && network[group.First().Name].Kind is ConvolutionKind or DenseLayer;
            yield return $"{group.Count()} {kind} {(isPacked ? "Packed" : "Float")} {kernel}: {why}; "
                + $"{group.Sum(layer => layer.WeightBytes)} B, {group.Sum(layer => layer.Macs)} MACs"
                + (named ? $"; {string.Join(' ', group.Select(layer => layer.Name))}" : "");
        }
    }
}
