using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Packed;

namespace Larq.Benchmarks;

/// <summary>
/// One image on one thread: networks of the zoo against what ONNX Runtime makes of the same layers in single precision,
/// and against the networks that others take. Random weights; accuracies as their makers publish them.
/// </summary>
internal static class RivalRows
{
    private static readonly string[] Ours =
        [nameof(Zoo.QuickNetSmall), nameof(Zoo.QuickNet), nameof(Zoo.QuickNetLarge)];

    public static IEnumerable<Row> All(bool quick)
    {
        foreach (var model in ZooModel.All.Where(model => Ours.Contains(model.Id)))
        {
            var definition = model.Define();
            using var twin = Float(FloatTwin.Of(definition));
            yield return Measure(
                $"onnx-{model.Id}", definition, model.Top1, "float twin", twin.Run, quick,
                "same layers without quantizers");
        }

        var quickNet = ZooModel.All.Single(model => model.Id == nameof(Zoo.QuickNet));
        using (var rival = Float(MobileNetV2.Define()))
        {
            yield return Measure(
                "onnx-MobileNetV2", quickNet.Define(), quickNet.Top1, "MobileNetV2", rival.Run, quick,
                Percent(MobileNetV2.Top1));
        }

        using (var rival = MobileNetV2.InBytes())
        {
            yield return Measure(
                "onnx-MobileNetV2-int8", quickNet.Define(), quickNet.Top1, "MobileNetV2 int8", rival.Run, quick,
                Percent(MobileNetV2.Top1OfBytes));
        }
    }

    private static Row Measure(
        string id, NetworkDefinition definition, double top1, string peer, Action rival, bool quick, string about)
    {
        var packed = PackedNetwork.Compile(definition, NetworkWeights.Initialize(definition, 1));
        var (image, scores) = (RandomNumbers.Of(packed.InputSize), new float[packed.OutputSize]);
        var seconds = Stopwatches.InTurns(
            quick ? 15 : 51, 0.001, least: false, () => packed.Score(image, scores), rival);
        return new Row(id, 1e3 * seconds[0], "ms", peer, 1e3 * seconds[1])
        {
            LessIsBetter = true,
            Note = $"top-1 {Percent(top1)} against {about}",
        };
    }

    private static OnnxRun<float, float> Float(NetworkDefinition definition)
    {
        using var file = new MemoryStream();
        definition.WriteOnnx(NetworkWeights.Initialize(definition, 1), file);
        var (from, to) = (definition.InputShape, definition.OutputShape);
        return new(file.ToArray(), RandomNumbers.Of(from.Size), [1, .. from.Dimensions], [1, .. to.Dimensions]);
    }

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} %");
}
