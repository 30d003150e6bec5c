namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>A ResNet of 18 layers in real numbers: the first teacher of Real-to-Binary Net.</summary>
    /// <remarks>
    /// <para>He et al. 2015, <see href="https://arxiv.org/abs/1512.03385"/>; with averaged shortcuts, and a rectifier
    /// before and one behind the sum, as in Martinez et al. 2020,
    /// <see href="https://arxiv.org/abs/2003.11535"/>.</para>
    /// <para>11,702,952 parameters; 44.61 MiB; Larq Zoo has it without weights. Any size of image. Without the top:
    /// 7×7×512. Layers <c>resnet_fp_…</c>; l2 of 10⁻⁵ on the convolutions. Blocks end in <c>resnet_fp_block_2_out</c> …
    /// <c>9_out</c>, of the shapes of Real-to-Binary Net's.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor ResNet18FP(NetworkTensor input, int outputs = 0)
    {
        var family = new RealToBinaryFamily("resnet_fp")
        {
            Regularizer = RealToBinaryFamily.Decay,
            RectifiedStem = true,
        };
        return family.Network(input, outputs, Block);

        NetworkTensor Block(NetworkTensor x, bool wider, string name)
        {
            var filters = wider ? 2 * x.Shape.Channels : x.Shape.Channels;
            var shortcut = family.Shortcut(x, filters, name);
            x = Convolved(Convolved(x, filters, wider ? 2 : 1, $"{name}a"), filters, 1, $"{name}b");
            return x.Add(shortcut, $"{name}_skip_add").Relu($"{name}_out");
        }

        NetworkTensor Convolved(NetworkTensor x, int filters, int stride, string name) => x
            .Conv2D(
                filters, 3, stride, PadMode.Same, kernel: new() { Regularizer = family.Regularizer },
                name: $"{name}_conv2d")
            .BatchNormalization(name: $"{name}_batch_norm").Relu($"{name}_relu");
    }
}
