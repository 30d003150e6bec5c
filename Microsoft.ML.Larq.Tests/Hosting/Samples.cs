using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>A small table with a label for each task.</summary>
internal static class Samples
{
    public static IDataView Data(MLContext context)
        => context.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(Make));

    private static Row Make(int i)
    {
        // Three classes in three corners, moved about by a low-discrepancy step so that none is separable by luck.
        var shift = (float)(i * 0.618 % 1);
        return new Row
        {
            Features = [(i % 3) + shift, (i % 2) - shift, shift],
            Text = ((char)('a' + (i % 3))).ToString(),
            Number = (i % 3) * 10,
            Flag = i % 2 == 0,
            Target = (i % 3) + shift,
        };
    }

    public sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }

        public float Target { get; set; }
    }
}
