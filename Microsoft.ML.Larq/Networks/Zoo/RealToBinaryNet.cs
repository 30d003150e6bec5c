namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>
    /// Real-to-Binary Net: a binary ResNet of 18 layers whose convolutions are scaled by gates that see their input.
    /// </summary>
    /// <remarks>
    /// <para>Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>.</para>
    /// <para>Top-1 65.01 %, top-5 85.72 %; 11,995,624 parameters; 5.13 MiB. Any size of image. Without the top:
    /// 7×7×512. First convolution, convolved shortcuts, gates and last layer in real numbers. Each block of two
    /// convolutions ends in a layer <c>r2b_bnn_block_2_out</c> … <c>9_out</c>, where a student's attention can be
    /// matched with its teacher's.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor RealToBinaryNet(NetworkTensor input, int outputs = 0) =>
        RealToBinaryFamily.Binary("r2b_bnn", RealToBinaryFamily.Gated).Network(input, outputs);

    /// <inheritdoc cref="RealToBinaryNet(NetworkTensor, int)"/>
    /// <summary>
    /// Real-to-Binary Net with binary inputs and real kernels, with l2 of 10⁻⁵: a teacher, and a start, of the binary
    /// one.
    /// </summary>
    /// <remarks>
    /// <para>Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>, section 4.2.</para>
    /// <para>Layers <c>r2b_ban_…</c>, as large as those of the binary one.</para>
    /// </remarks>
    public static NetworkTensor RealToBinaryNetBAN(NetworkTensor input, int outputs = 0) =>
        RealToBinaryFamily.BinaryInputs("r2b_ban", RealToBinaryFamily.Gated).Network(input, outputs);

    /// <inheritdoc cref="RealToBinaryNet(NetworkTensor, int)"/>
    /// <summary>Real-to-Binary Net in real numbers, with tanh in place of signs, and l2 of 10⁻⁵: a teacher.</summary>
    /// <remarks>
    /// <para>Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>, section 4.2.</para>
    /// <para>Layers <c>r2b_fp_…</c>, as large as those of the binary one. Larq Zoo's convolutions take tanh for a
    /// quantizer; here it is a layer <c>…_tanh</c> before each.</para>
    /// </remarks>
    public static NetworkTensor RealToBinaryNetFP(NetworkTensor input, int outputs = 0) =>
        new RealToBinaryFamily("r2b_fp")
        {
            TanhInput = true,
            Regularizer = RealToBinaryFamily.Decay,
            Rescale = RealToBinaryFamily.Gated,
        }.Network(input, outputs);
}
