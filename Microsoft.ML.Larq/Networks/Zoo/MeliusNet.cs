namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    private const int MeliusChannels = 64;

    /// <summary>
    /// MeliusNet: blocks that add 64 binary channels, and then improve the 64 newest by another binary convolution.
    /// </summary>
    /// <remarks>
    /// <para>Bethge et al. 2020, <see href="https://arxiv.org/abs/2001.05936"/>.</para>
    /// <para>Top-1 62.4 %, top-5 83.9 %; 6,969,672 parameters; 3.88 MiB. Any size of image. Without the top: 7×7×512.
    /// Stem, 1×1 convolutions between the sections and last layer in real numbers; grouped convolutions are single ones
    /// between a split and a concatenation, as their weights are stored. Every layer has a name.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor MeliusNet22(NetworkTensor input, int outputs = 0) => MeliusNet(input, outputs);

    /// <inheritdoc cref="MeliusNet22(NetworkTensor, int)"/>
    /// <summary>A MeliusNet of any size.</summary>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="blocks">Blocks in each section, at least 1; default 4, 5, 4, 4.</param>
    /// <param name="transitions">Channels behind each section but the last, at least 1; default 160, 224, 256.</param>
    /// <exception cref="ArgumentException">A list is of the wrong length or has a number below 1.</exception>
    public static NetworkTensor MeliusNet(
        NetworkTensor input, int outputs = 0, IReadOnlyList<int>? blocks = null,
        IReadOnlyList<int>? transitions = null)
    {
        Checked(input, outputs);
        blocks = Checked(blocks ?? [4, 5, 4, 4], null, what: nameof(blocks));
        transitions ??= [160, 224, 256];
        if (blocks.Count > 1 || transitions.Count > 0) Checked(transitions, blocks.Count - 1);
        var x = input.Conv2D(
            32, 3, 2, PadMode.Same, useBias: false, kernel: new() { Initializer = "glorot_normal" },
            name: "stem_s0_conv");
        x = MeliusGroups(MeliusNorm(x, "stem_s0").Relu("stem_s0_relu"), 4, 32, "stem_s1_groupconv");
        x = MeliusGroups(MeliusNorm(x, "stem_s1").Relu("stem_s1_relu"), 8, 64, "stem_s2_groupconv");
        x = MeliusNorm(x, "stem_s2").Relu("stem_s2_relu").MaxPool2D(2, padding: PadMode.Same, name: "stem_pool");
        for (var section = 0; section < blocks.Count; section++)
        {
            for (var block = 0; block < blocks[section]; block++)
                x = MeliusBlock(x, $"section_{section}_block_{block}");
            if (section < transitions.Count) x = Transition(x, transitions[section], $"section_{section}_transition");
        }

        x = MeliusNorm(x, "head").Relu("head_relu");
        return outputs > 0
            ? PooledVector(x, "head_globalpool")
                .Dense(outputs, kernel: new() { Initializer = "glorot_normal" }, name: "head_dense")
            : x;

        static NetworkTensor Transition(NetworkTensor x, int filters, string name) => MeliusNorm(x, name)
            .MaxPool2D(2, padding: PadMode.Same, name: $"{name}_maxpool").Relu($"{name}_relu")
            .Conv2D(filters, 1, useBias: false, kernel: new() { Initializer = "glorot_normal" }, name: $"{name}_pw");
    }

    private static NetworkTensor MeliusBlock(NetworkTensor x, string name)
    {
        x = x.Concatenate(Conv(x, $"{name}_dense"), $"{name}_dense_concat");
        var better = Conv(x, $"{name}_improve")
            .ChannelPadding(before: x.Shape.Channels - MeliusChannels, name: $"{name}_improve_pad");
        return x.Add(better, $"{name}_improve_merge");

        static NetworkTensor Conv(NetworkTensor x, string name) => MeliusNorm(x, name).QuantConv2D(
            MeliusChannels, 3, padding: PadMode.Same, inputQuantizer: Quantizer.SteSign(1.3f),
            kernelQuantizer: Quantizer.SteSign(1.3f),
            kernel: new() { Initializer = "glorot_normal", Constraint = WeightConstraint.WeightClip(1.3f) },
            useBias: false, name: $"{name}_binconv");
    }

    private static NetworkTensor MeliusGroups(NetworkTensor x, int groups, int filters, string name)
    {
        NetworkTensor[] parts = [.. x.Split(groups, $"{name}_split").Select((part, group) => part.Conv2D(
            filters / groups, 3, padding: PadMode.Same, useBias: false, kernel: new() { Initializer = "glorot_normal" },
            name: $"{name}_conv{group}"))];
        return parts[0].Apply(new ConcatenateLayer(), parts[1..], $"{name}_concat");
    }

    private static NetworkTensor MeliusNorm(NetworkTensor x, string name) =>
        x.BatchNormalization(0.9f, 1e-5f, name: $"{name}_bn");
}
