using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>Keras' <c>orthogonal</c>.</summary>
internal sealed record OrthogonalInitializer(float Gain) : Initializer
{
    private const string Alias = "orthogonal";

    public static readonly AliasRow<Initializer> Row = new(
        Alias, call => new OrthogonalInitializer(call.Take("gain", 1f)), "Orthogonal");

    public float Gain { get; } = Argument.Finite(OwnerOf(Alias), Gain);

    internal override string? Misfit(TensorShape shape) =>
        shape.Rank > 1 ? null : $"initializer '{this}' fills two dimensions or more, got the shape {shape}.";

    // Q of a normal matrix's QR decomposition with a positive diagonal of R is what Gram and Schmidt's steps give.
    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        var columns = shape.Channels;
        var rows = shape.Size / columns;
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = vectors[i] = new double[length];
            foreach (ref var value in vector.AsSpan()) value = NormalInitializer.Draw(random);

            // Twice: the second pass takes out what rounding left in the first.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++) Add(vector, vectors[j], -Dot(vector, vectors[j]));
                var factor = 1 / Math.Sqrt(Dot(vector, vector));
                foreach (ref var value in vector.AsSpan()) value *= factor;
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var q = rows >= columns ? vectors[column][row] : vectors[row][column];
                values[(row * columns) + column] = (float)(Gain * q);
            }
        }
    }

    private protected override string Describe() => AliasCall.Spell(Alias, ("gain", Gain, 1f));

    // Of a fixed width, so that sums have one order on every machine.
    private static double Dot(double[] x, double[] y)
    {
        var xs = Lanes(x);
        var ys = Lanes(y);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < xs.Length; i++) sums += xs[i] * ys[i];
        var sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (var i = xs.Length * Vector256<double>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private static void Add(double[] x, double[] y, double factor)
    {
        var xs = Lanes(x);
        var ys = Lanes(y);
        for (var i = 0; i < xs.Length; i++) xs[i] += ys[i] * factor;
        for (var i = xs.Length * Vector256<double>.Count; i < x.Length; i++) x[i] += y[i] * factor;
    }

    private static Span<Vector256<double>> Lanes(double[] values) =>
        MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());
}
