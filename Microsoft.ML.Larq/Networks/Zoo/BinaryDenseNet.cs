namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>A binary DenseNet of 28 layers: each binary convolution adds 64 channels to those before it.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>Top-1 60.91 %, top-5 82.83 %; 5,150,504 parameters; 4.04 MiB. Any size of image from 8×8; below a height
    /// of 50 a 3×3 convolution takes the place of the stem. Without the top: 7×7×576. First convolution, 1×1
    /// convolutions between the blocks and last layer in real numbers.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor BinaryDenseNet28(NetworkTensor input, int outputs = 0) =>
        BinaryDenseNet(input, outputs, [6, 6, 6, 5], [2.7, 2.7, 2.2]);

    /// <inheritdoc cref="BinaryDenseNet28(NetworkTensor, int)"/>
    /// <summary>The same of 37 layers.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>Top-1 62.89 %, top-5 84.19 %; 8,734,120 parameters; 5.13 MiB. Without the top: 7×7×640.</para>
    /// </remarks>
    public static NetworkTensor BinaryDenseNet37(NetworkTensor input, int outputs = 0) =>
        BinaryDenseNet(input, outputs, [6, 8, 12, 6], [3.3, 3.3, 4]);

    /// <inheritdoc cref="BinaryDenseNet28(NetworkTensor, int)"/>
    /// <summary>The same of 37 layers, whose last two blocks are dilated instead of made smaller before.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>Top-1 64.34 %, top-5 85.15 %; 8,734,120 parameters; 5.13 MiB. Without the top: 28×28×640.</para>
    /// </remarks>
    public static NetworkTensor BinaryDenseNet37Dilated(NetworkTensor input, int outputs = 0) =>
        BinaryDenseNet(input, outputs, [6, 8, 12, 6], [3.3, 3.3, 4], [1, 1, 2, 4]);

    /// <inheritdoc cref="BinaryDenseNet28(NetworkTensor, int)"/>
    /// <summary>The same of 45 layers.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>Top-1 64.59 %, top-5 85.21 %; 13,939,240 parameters; 7.35 MiB. Without the top: 7×7×800.</para>
    /// </remarks>
    public static NetworkTensor BinaryDenseNet45(NetworkTensor input, int outputs = 0) =>
        BinaryDenseNet(input, outputs, [6, 12, 14, 8], [2.7, 3.3, 4]);
}
