using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The networks that are trained where the options give none.</summary>
public static class DefaultNetworks
{
    /// <summary>What the real-valued path's layer of <see cref="Vector"/> is called.</summary>
    internal const string PathName = "path";

    /// <summary>Below so many training rows a table is small, and other choices are right.</summary>
    internal const int FewRows = 5_000;

    // 512 units for all of 4,096 signs.
    private const int LatentWeights = 1 << 21;

    /// <summary>The default for the input's shape.</summary>
    /// <remarks>
    /// <para>A vector goes through <see cref="Vector"/> with its defaults.</para>
    /// <para>An image goes through a small residual binarized convolutional network: a real-valued 3×3 stem of 64
    /// channels; max-pooling until the shorter side has at most 16 pixels, where binary convolutions are cheap; binary
    /// 3×3 convolutions with shortcuts, two at each size, halved while at least 7 pixels remain; global average
    /// pooling; real-valued outputs.</para>
    /// </remarks>
    /// <param name="input">A vector or an image.</param>
    /// <param name="outputs">Outputs wanted, at least 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no input, or no output, or the input is neither a vector nor an image.
    /// </exception>
    public static NetworkTensor For(NetworkTensor input, int outputs)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        return input.Shape.Rank == 3 ? Image(input, outputs) : Vector(input, outputs);
    }

    /// <summary>
    /// The default for a vector, such as a table's columns: signs, a binary body, and a real-valued path beside it.
    /// </summary>
    /// <remarks>
    /// <para>A <see cref="ThermometerLayer"/> makes signs of the columns, whose scale does not matter. They go through
    /// a binary layer of <paramref name="units"/> and a binary layer of outputs, batch normalization after each, and
    /// beside that through a real-valued layer called <c>path</c>; both are added. Training drops signs at random
    /// before either.</para>
    /// <para>What is not given is chosen by the training rows:</para>
    /// <list type="table">
    /// <listheader><term>Rows</term><description>bits of a column, units, dropout before body and path</description>
    /// </listheader>
    /// <item><term>below 5,000</term><description>400 over the columns of more than two values, from 4 to 24; 512, but
    /// of three outputs and more 2¹⁸ over the signs, from 512 to 1,024; 0.3 and 0.3</description></item>
    /// <item><term>5,000 and more</term><description>4,000 over these columns, from 8 to 32; as many as signs, from 128
    /// to 512; 0.1 and 0</description></item>
    /// </list>
    /// <para>A wide vector gets no more than 4,000 bits in all (8,000 of 5,000 rows and more), but for one a column,
    /// and of more bits than that fewer units, so that both together are about two million latent weights, with at
    /// least 64 units.</para>
    /// <para>Without training rows, as for a summary, 8 bits, 512 units and 0.3.</para>
    /// </remarks>
    /// <param name="input">A vector.</param>
    /// <param name="outputs">Outputs wanted, at least 1.</param>
    /// <param name="bits">Most bits of a column, from 1 to 254; null chooses.</param>
    /// <param name="units">Units of the binary layer, at least 1; null chooses.</param>
    /// <param name="dropout">
    /// Share of the signs that training drops, from 0 to below 1, before the body and the path; null chooses.
    /// </param>
    /// <exception cref="ArgumentException">The input is no vector, or a number is out of range.</exception>
    public static NetworkTensor Vector(
        NetworkTensor input, int outputs, int? bits = null, int? units = null, float? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var rows = input.Graph.Rows;
        var hasMany = rows is not null && rows.Rows >= FewRows;
        var signs = input.Thermometer(bits ?? Bits(rows), total: bits is null ? Total(hasMany) : int.MaxValue);
        var body = signs.Dropout(dropout ?? (hasMany ? 0.1f : 0.3f))
            .QuantDense(units ?? Units(signs, hasMany, outputs), kernelQuantizer: "ste_sign", useBias: false)
            .BatchNormalization(scale: false)
            .QuantDense(outputs, "ste_sign", "ste_sign", useBias: false).BatchNormalization();

        // A path that shares the body's noise answers for both, and one that begins at random says so for long.
        var path = signs.Dropout(dropout ?? (hasMany ? 0 : 0.3f))
            .Dense(outputs, kernel: new Kernel { Initializer = Initializer.Zeros }, name: PathName);
        return body.Add(path);
    }

    private static int Bits(IColumnBits? rows)
    {
        if (rows is null) return 8;
        var columns = Math.Max(1, rows.GradedColumns);
        return rows.Rows < FewRows ? Math.Clamp(400 / columns, 4, 24) : Math.Clamp(4_000 / columns, 8, 32);
    }

    // As many as thousand columns have that are not wide.
    private static int Total(bool hasMany) => hasMany ? 8_000 : 4_000;

    // Two classes, or numbers, of few rows gain nothing by more units; several classes do where signs are few.
    private static int Units(NetworkTensor signs, bool hasMany, int outputs)
    {
        var size = signs.Shape.Size;
        var wanted = hasMany ? Math.Clamp((size + 63) / 64 * 64, 128, 512)
            : outputs < 3 ? 512
            : Math.Clamp((1 << 18) / size / 64 * 64, 512, 1_024);
        return Math.Min(wanted, Math.Max(LatentWeights / size / 64 * 64, 64));
    }

    private static NetworkTensor Image(NetworkTensor input, int outputs)
    {
        var x = input.Conv2D(64, 3, padding: PadMode.Same, useBias: false).BatchNormalization();
        while (ShorterSide(x) > 16) x = x.MaxPool2D(2, padding: PadMode.Same);
        x = Block(Block(x));
        while (ShorterSide(x) >= 7) x = Block(Block(x.MaxPool2D(2, padding: PadMode.Same)));
        return x.GlobalAveragePool().Dense(outputs);

        static int ShorterSide(NetworkTensor x) => Math.Min(x.Shape[0], x.Shape[1]);

        static NetworkTensor Block(NetworkTensor x) => x.Residual(branch => branch
            .QuantConv2D(
                64, 3, padding: PadMode.Same, padValue: 1,
                inputQuantizer: "approx_sign", kernelQuantizer: "ste_sign", useBias: false)
            .BatchNormalization());
    }
}
