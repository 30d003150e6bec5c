using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What the constructors of the layers ask of their arguments, and how they start their weights.</summary>
internal static class LayerArguments
{
    public static int AtLeastOne(string layer, string argument, int value) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(
            argument, value, $"Layer '{layer}': {argument} must be at least 1; got {value}.");

    public static void TwoQuantizers(string layer, nn.Module? input, nn.Module? kernel)
    {
        // One object cannot hold the metrics of two.
        if (input is not null && ReferenceEquals(input, kernel))
        {
            throw new ArgumentException(
                $"Layer '{layer}': inputQuantizer and kernelQuantizer must be two objects; got one for both.",
                nameof(kernel));
        }
    }

    /// <summary>A kernel drawn from U(−l, l) with l = √(6 / (fan in + fan out)), Keras' glorot_uniform.</summary>
    public static TorchSharp.Modules.Parameter GlorotUniform(
        long[] shape, long fanIn, long fanOut, Generator? generator)
    {
        var limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        return Held(empty(shape, ScalarType.Float32).uniform_(-limit, limit, generator));
    }

    /// <summary>A parameter that outlives the dispose scope in which its layer is made.</summary>
    public static TorchSharp.Modules.Parameter Held(Tensor values)
    {
        var parameter = new TorchSharp.Modules.Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
