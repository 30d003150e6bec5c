using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larq.ModelBuilder.Data;

/// <summary>Counts what the cells of one column look like, row by row.</summary>
internal sealed class ColumnProfile
{
    /// <summary>Different values that are counted one by one.</summary>
    public const int MostCategories = 1000;

    private const int MostDistinct = 1 << 21;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly HashSet<ulong> _distinct = [];
    private double _previous = double.NaN;

    public ColumnProfile() => _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    public long Values { get; private set; }

    public long Missing { get; private set; }

    /// <summary>How many cells have each <see cref="NumberShape"/>.</summary>
    public long[] Shapes { get; } = new long[6];

    /// <summary>For each shape the first cell that has it, and its line.</summary>
    public (string Text, long Line)[] FirstOf { get; } = new (string, long)[6];

    /// <summary>The cells with one mark before three digits: 1,234 is a thousand, or one and a bit.</summary>
    public long MayBeGrouped { get; private set; }

    public DateText Dates { get; } = new();

    /// <summary>Each value and how often it comes; of more than <see cref="MostCategories"/> not all.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Different values; of more than two million not all.</summary>
    public long Distinct => _distinct.Count;

    /// <summary>Whether every value is a number, one more than that of the row before.</summary>
    public bool CountsUp { get; private set; } = true;

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Most { get; private set; } = double.NegativeInfinity;

    /// <summary>Letters of all values, and blanks between them.</summary>
    public (long Letters, long Blanks) Length { get; private set; }

    /// <summary>The first value.</summary>
    public string Example { get; private set; } = "";

    public long FirstMissing { get; private set; }

    /// <summary>The first cell that ends with a blank, and its line.</summary>
    public (string Text, long Line)? FirstPadded { get; private set; }

    /// <summary>Looks at a cell; blanks behind it belong to a word, though not to a number.</summary>
    public void Add(ReadOnlySpan<char> word, long line, MissingWords missing)
    {
        var cell = word.TrimEnd();
        if (missing.Contains(cell))
        {
            if (Missing++ == 0) FirstMissing = line;
            return;
        }

        if (Values++ == 0) Example = cell.ToString();
        if (cell.Length < word.Length) FirstPadded ??= (word.ToString(), line);
        var shape = NumberText.Shape(cell);
        if (Shapes[(int)shape]++ == 0) FirstOf[(int)shape] = (cell.ToString(), line);
        if (shape is NumberShape.Point or NumberShape.Comma && NumberText.MayBeGrouped(cell)) MayBeGrouped++;
        Number(cell, shape);
        Dates.Add(cell);
        Length = (Length.Letters + cell.Length, Length.Blanks + cell.Count(' '));
        if (_distinct.Count < MostDistinct) _distinct.Add(Hash(word));
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_lookup, word);
        if (!Unsafe.IsNullRef(ref count)) count++;
        else if (_counts.Count < MostCategories) _counts.Add(word.ToString(), 1);
    }

    private void Number(ReadOnlySpan<char> cell, NumberShape shape)
    {
        if (shape is NumberShape.None or NumberShape.Grouped or NumberShape.Infinite)
        {
            CountsUp = false;
            return;
        }

        var value = NumberText.Value(cell, shape == NumberShape.Comma ? ',' : '.');
        (Least, Most) = (Math.Min(Least, value), Math.Max(Most, value));
        CountsUp &= shape == NumberShape.Whole && (double.IsNaN(_previous) || value == _previous + 1);
        _previous = value;
    }

    // FNV-1a of 64 bits: among two million values two alike by chance are one in ten million.
    private static ulong Hash(ReadOnlySpan<char> cell)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in cell) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
