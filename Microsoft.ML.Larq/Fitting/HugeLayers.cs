using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Says of a layer over a feature vector that its many slots make it very large.</summary>
internal static class HugeLayers
{
    /// <summary>Weights above which a layer is named: with gradient and two moments of Adam 128 MiB.</summary>
    public const long Most = 8 << 20;

    private const int BytesOfAWeight = 4 * sizeof(float);

    /// <param name="definition">The network.</param>
    /// <param name="featureColumn">The column that it takes in.</param>
    public static IEnumerable<TrainingWarning> Warnings(NetworkDefinition definition, string featureColumn)
    {
        if (definition.InputShape.Rank != 1) yield break;
        foreach (var layer in definition.Layers)
        {
            if (layer.Kind is not DenseLayer { Trainable: true }
                || layer.InputShapes[0].Size < definition.InputShape.Size)
                continue;
            var (inputs, units) = (layer.InputShapes[0].Size, layer.OutputShape.Size);
            var weights = (long)inputs * units;
            if (weights <= Most) continue;
            var bytes = (weights * BytesOfAWeight) >> 20;
            yield return new TrainingWarning(
                NoticeNames.HugeLayer, layer.Name,
                $"column '{featureColumn}' has {definition.InputShape.Size} slots, for which the layer has {inputs} × "
                + $"{units} weights: training holds {bytes} MiB for them. Fewer slots (SelectFeaturesBasedOnCount, "
                + "fewer bits of a hash) or fewer units (DefaultNetworks.Vector) take less.");
        }
    }
}
