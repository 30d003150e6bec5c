namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <inheritdoc cref="BinaryDenseNet28(NetworkTensor, int)"/>
    /// <summary>A binary DenseNet of any size.</summary>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 for the features, without the top.</param>
    /// <param name="layers">Binary convolutions in each block, at least 1.</param>
    /// <param name="reductions">
    /// By what the channels are divided after each block but the last, above 0; what comes out is rounded to a multiple
    /// of 32, halves to an even one, and must not be 0.
    /// </param>
    /// <param name="dilations">
    /// The distance of the taps in each block, at least 1; default 1. A block whose taps stand apart has the size of
    /// the image before it: no pooling.
    /// </param>
    /// <param name="growth">Channels that each convolution adds, at least 1; default 64.</param>
    /// <exception cref="ArgumentException">A list is of the wrong length or has a number out of range.</exception>
    public static NetworkTensor BinaryDenseNet(
        NetworkTensor input, int outputs, IReadOnlyList<int> layers, IReadOnlyList<double> reductions,
        IReadOnlyList<int>? dilations = null, int growth = 64)
    {
        Checked(input, outputs);
        ArgumentNullException.ThrowIfNull(reductions);
        Checked(layers, null);
        Checked(growth, 1);
        dilations = Checked(dilations ?? [.. layers.Select(_ => 1)], layers.Count, what: nameof(dilations));
        if (reductions.Count != layers.Count - 1 || !reductions.All(number => number > 0 && double.IsFinite(number)))
        {
            throw new ArgumentException(
                $"{nameof(BinaryDenseNet)}: reductions is {layers.Count - 1} numbers above 0, one fewer than the "
                + $"blocks, got [{string.Join(", ", reductions)}].",
                nameof(reductions));
        }

        var x = input.Shape[0] < 50
            ? input.Conv2D(64, 3, padding: PadMode.Same, useBias: false, kernel: new() { Initializer = "he_normal" })
            : Norm(input.Conv2D(64, 7, 2, PadMode.Same, useBias: false, kernel: new() { Initializer = "he_normal" }))
                .Relu().MaxPool2D(3, 2, PadMode.Same);
        for (var block = 0; block < layers.Count; block++)
        {
            if (block > 0) x = Transition(x, reductions[block - 1], dilations[block] == 1);
            for (var layer = 0; layer < layers[block]; layer++) x = Grown(x, growth, dilations[block]);
        }

        x = Norm(x).Relu();
        return outputs > 0 ? PooledVector(x).Dense(outputs, kernel: new() { Initializer = "he_normal" }) : x;

        static NetworkTensor Grown(NetworkTensor x, int growth, int dilation) => x.Concatenate(Norm(x).QuantConv2D(
            growth, 3, padding: PadMode.Same, dilationRate: dilation, inputQuantizer: Quantizer.SteSign(1.3f),
            kernelQuantizer: Quantizer.SteSign(1.3f),
            kernel: new() { Initializer = "glorot_normal", Constraint = WeightConstraint.WeightClip(1.3f) },
            useBias: false));

        static NetworkTensor Transition(NetworkTensor x, double reduction, bool smaller)
        {
            var filters = 32 * (int)Math.Round(Math.Floor(x.Shape.Channels / reduction) / 32);
            x = Norm(x);
            if (smaller) x = x.MaxPool2D(2);
            return x.Relu().Conv2D(filters, 1, useBias: false, kernel: new() { Initializer = "he_normal" });
        }

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.9f, 1e-5f);
    }
}
