namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>
    /// What <see cref="RealToBinaryNet(NetworkTensor, int)"/> is compared with: trained scales of rows, columns and
    /// channels take the place of its gates.
    /// </summary>
    /// <remarks>
    /// <para>Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>, section 4.1.</para>
    /// <para>11,705,904 parameters; 4.02 MiB; Larq Zoo has it without weights. Any size of image; the scales depend on
    /// it. Without the top: 7×7×512. Layers <c>baseline_bnn_…</c>.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor StrongBaselineBNN(NetworkTensor input, int outputs = 0) =>
        RealToBinaryFamily.Binary("baseline_bnn", RealToBinaryFamily.Scaled).Network(input, outputs);

    /// <inheritdoc cref="StrongBaselineBNN(NetworkTensor, int)"/>
    /// <summary>The strong baseline of binary inputs, real kernels, l2 of 10⁻⁵: where the binary one starts.</summary>
    /// <remarks>
    /// <para>Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>, section 4.1.</para>
    /// <para>Layers <c>baseline_ban_…</c>, as large as those of the binary one.</para>
    /// </remarks>
    public static NetworkTensor StrongBaselineBAN(NetworkTensor input, int outputs = 0) =>
        RealToBinaryFamily.BinaryInputs("baseline_ban", RealToBinaryFamily.Scaled).Network(input, outputs);
}
