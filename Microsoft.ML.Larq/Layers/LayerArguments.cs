using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What the constructors of the layers ask of their arguments, and how they start their weights.</summary>
internal static class LayerArguments
{
    public static int AtLeastOne(string layer, string argument, int value) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(
            argument, value, $"Layer '{layer}': {argument} must be at least 1; got {value}.");

    /// <summary>Filters that groups divide, as they do the input's channels.</summary>
    public static int Filters(string layer, int inChannels, int filters, int groups)
    {
        AtLeastOne(layer, nameof(inChannels), inChannels);
        AtLeastOne(layer, nameof(filters), filters);
        AtLeastOne(layer, nameof(groups), groups);
        return inChannels % groups == 0 && filters % groups == 0
            ? filters
            : throw new ArgumentException(
                $"Layer '{layer}': inChannels and filters must be multiples of groups; " +
                $"got {inChannels}, {filters} and {groups}.", nameof(groups));
    }

    /// <summary>Channels of a depthwise convolution's output.</summary>
    public static int Multiplied(string layer, int inChannels, int depthMultiplier)
    {
        var channels = (long)AtLeastOne(layer, nameof(inChannels), inChannels)
            * AtLeastOne(layer, nameof(depthMultiplier), depthMultiplier);
        return channels <= int.MaxValue
            ? (int)channels
            : throw new ArgumentOutOfRangeException(
                nameof(depthMultiplier), depthMultiplier,
                $"Layer '{layer}': {nameof(inChannels)} times {nameof(depthMultiplier)} must be at most "
                + $"{int.MaxValue}; got {channels}.");
    }

    /// <summary>The shape of a weight that belongs to each row alike: one dimension or more, each at least 1.</summary>
    public static long[] RowShape(string layer, string argument, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape, argument);
        return shape.Length > 0 && shape.All(size => size >= 1)
            ? shape
            : throw new ArgumentOutOfRangeException(
                argument,
                $"Layer '{layer}': {argument} must be dimensions of at least 1; got ({string.Join(", ", shape)}).");
    }

    /// <summary>Refuses an input to whose rows a weight cannot be repeated.</summary>
    public static void CheckRepeats(string layer, Tensor input, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(input);
        var wanted = weight.shape;
        if (input.dim() == wanted.Length + 1
            && wanted.Index().All(pair => pair.Item == 1 || pair.Item == input.size(pair.Index + 1))) return;
        throw new ArgumentException(
            $"Layer '{layer}': the input must be (rows, …) for weights of ({string.Join(", ", wanted)}), equal where "
            + $"that is not 1; got ({string.Join(", ", input.shape)}).", nameof(input));
    }

    /// <summary>Takes a layer's quantizers: two objects, the kernel's with the metrics of an open scope.</summary>
    public static void TakeQuantizers(
        string layer, nn.Module? input, nn.Module? kernel, string kernelArgument = "kernelQuantizer",
        string inputArgument = "inputQuantizer")
    {
        // One object cannot hold the metrics of two.
        if (input is not null && ReferenceEquals(input, kernel))
        {
            throw new ArgumentException(
                $"Layer '{layer}': {inputArgument} and {kernelArgument} must be two objects; got one for both.",
                kernelArgument);
        }

        (kernel as QuantizerModule)?.AddMetricsOfScope();
    }

    /// <summary>A kernel drawn from U(−l, l) with l = √(6 / (fan in + fan out)), Keras' glorot_uniform.</summary>
    public static TorchSharp.Modules.Parameter GlorotUniform(
        long[] shape, long fanIn, long fanOut, Generator? generator)
    {
        var limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        return Held(empty(shape).uniform_(-limit, limit, generator));
    }

    /// <summary>A kernel (filters, inChannels / groups, …) with the fans that Keras counts.</summary>
    public static TorchSharp.Modules.Parameter Kernel(
        int inChannels, int filters, int groups, SlidingWindow window, Generator? generator) => GlorotUniform(
        [filters, inChannels / groups, .. window.Size], inChannels / groups * window.Cells, filters * window.Cells,
        generator);

    /// <summary>
    /// A kernel (inChannels·multiplier, 1, …) with the fans that Keras counts: those of (…, inChannels, multiplier).
    /// </summary>
    public static TorchSharp.Modules.Parameter DepthwiseKernel(
        int inChannels, int multiplier, SlidingWindow window, Generator? generator) => GlorotUniform(
        [(long)inChannels * multiplier, 1, .. window.Size], inChannels * window.Cells, multiplier * window.Cells,
        generator);

    /// <summary>A parameter that outlives the dispose scope in which its layer is made.</summary>
    public static TorchSharp.Modules.Parameter Held(Tensor values)
    {
        var parameter = new TorchSharp.Modules.Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
