using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Networks that were never trained, with statistics that fit their numbers.</summary>
internal static class Settled
{
    /// <summary>Random weights, and batch-norm statistics of some rows.</summary>
    public static NetworkWeights Weights(NetworkDefinition definition, int seed, int rows = 16)
    {
        using var module = new NetworkModule(definition, NetworkWeights.Initialize(definition, seed), seed);
        module.eval();
        foreach (var layer in module.BatchNormalizations)
        {
            layer.train();
            layer.BeginReestimation();
        }

        using (no_grad())
        {
            using var scope = NewDisposeScope();
            module.call(tensor(Rows(definition, seed, rows)).reshape(rows, definition.InputShape.Size));
        }

        foreach (var layer in module.BatchNormalizations) layer.EndReestimation();
        return module.Save();
    }

    /// <summary>Rows of numbers from −1 to 1.</summary>
    public static float[] Rows(NetworkDefinition definition, int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * definition.InputShape.Size).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
