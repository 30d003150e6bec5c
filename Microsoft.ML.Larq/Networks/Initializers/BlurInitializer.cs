using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>
/// A blur for every channel of a depthwise kernel (height, width, channels, multiplier): the outer product of binomial
/// coefficients, divided by their sum.
/// </summary>
/// <remarks>1 1 for a length of 2, 1 2 1 for 3, 1 4 6 4 1 for 5. Nothing is drawn.</remarks>
internal sealed record BlurInitializer : Initializer
{
    public static readonly AliasRow<Initializer> Row = new("blur", _ => Blur);

    internal override string? Misfit(TensorShape shape) => shape.Rank == 4
        ? null
        : $"initializer '{this}' fills (height, width, channels, multiplier), got the shape {shape}.";

    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        var (rows, columns) = (Binomials(shape[0]), Binomials(shape[1]));
        var sum = rows.Sum() * columns.Sum();
        var copies = shape[2] * shape[3];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = Math.DivRem(i / copies, columns.Length);
            values[i] = (float)(rows[row] * columns[column] / sum);
        }
    }

    private protected override string Describe() => "blur";

    // Row n of Pascal's triangle; each entry follows from the one before.
    private static double[] Binomials(int length)
    {
        var row = new double[length];
        row[0] = 1;
        for (var i = 1; i < length; i++) row[i] = row[i - 1] * (length - i) / i;
        return row;
    }
}
