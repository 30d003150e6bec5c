using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The networks of Larq Zoo, layer by layer, without weights.</summary>
/// <remarks>
/// <para>Each method takes an image and the outputs wanted, and ends in as many numbers without a softmax, as the
/// trainer wants it: <c>Network = Zoo.QuickNet</c>. Keras' model is the same with <see cref="NetworkTensor.Softmax"/>
/// behind it. Without the outputs, or with 0, a method gives the network without its top: the features (height, width,
/// channels).</para>
/// <para>Shape: an image (height, width, channels), 224×224×3 where nothing else is said, that is large enough for all
/// windows without padding; a layer that does not fit is named. Layers, weights, initializers, constraints and
/// regularizers are Larq Zoo's; so are the layers' names where Keras numbers them. Weights of Keras' files fit in the
/// order of Keras.</para>
/// <para>Accuracies are those that Larq Zoo publishes for ImageNet, of its own weights; parameters count all tensors at
/// 1000 outputs; sizes are with one bit a binary weight and batch normalization folded, in MiB.
/// <see href="https://docs.larq.dev/zoo/"/>.</para>
/// </remarks>
public static partial class Zoo
{
    // The mean over the whole image, as Larq Zoo takes it where the size is known.
    internal static NetworkTensor PooledVector(NetworkTensor x, string? name = null) => x
        .AveragePool2D((x.Shape[0], x.Shape[1]), name: name is null ? null : $"{name}_pool")
        .Flatten(name is null ? null : $"{name}_flatten");

    // What a network is built from, and how many outputs it has.
    private static void Checked(NetworkTensor input, int outputs, [CallerMemberName] string model = "")
    {
        ArgumentNullException.ThrowIfNull(input);
        Checked(outputs, 0, model);
    }

    private static int Checked(
        int value, int least, [CallerMemberName] string model = "",
        [CallerArgumentExpression(nameof(value))] string what = "") =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(what, value, $"{model}: {what} is at least {least}, got {value}.");

    private static IReadOnlyList<int> Checked(
        IReadOnlyList<int> values, int? length, int least = 1, [CallerMemberName] string model = "",
        [CallerArgumentExpression(nameof(values))] string what = "")
    {
        ArgumentNullException.ThrowIfNull(values, what);
        var isFit = values.Count > 0 && values.Count == (length ?? values.Count) && values.All(value => value >= least);
        if (isFit) return values;
        var many = length is { } count ? $"{count} numbers" : "one or more numbers";
        throw new ArgumentException(
            $"{model}: {what} is {many} of at least {least}, got [{string.Join(", ", values)}].", what);
    }
}
