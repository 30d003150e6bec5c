using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// The products of numbers with <see cref="SignRows"/> that a kernel's gradient is: Σ over the rows of number · sign.
/// </summary>
/// <remarks>
/// Some rows together have 16 patterns of signs in a column: four rows of ±1, or two of −1, 0 and +1. For each unit
/// there is a table of the 16 sums of its numbers, from which each column chooses by its pattern. A sum adds the rows
/// of a pattern in their order, and then the patterns in theirs; it is multiplied by the scale last.
/// </remarks>
internal sealed class SignSelections
{
    private const int Lanes = 16;

    // Columns that are chosen for at once.
    private const int Piece = 4 * Lanes;

    private readonly int _groups;
    private readonly int _together;
    private readonly int _width;
    private readonly float _scale;

    // What the patterns make of each row of a group.
    private readonly Vector512<float>[] _signs;

    // The patterns, columns of a piece together: [piece][group][column].
    private readonly int[] _patterns;

    /// <param name="numbers">The rows.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="scale">What those are that are not 0, but for their sign.</param>
    /// <param name="isFull">Whether none is 0.</param>
    public SignSelections(ReadOnlySpan<float> numbers, int width, float scale, bool isFull)
    {
        (_width, _scale, _together) = (width, scale, isFull ? 4 : 2);
        var rows = numbers.Length / width;
        _groups = ((rows - 1) / _together) + 1;
        _patterns = new int[Pieces * _groups * Piece];
        _signs = [.. Enumerable.Range(0, _together).Select(Signs)];
        for (var row = 0; row < rows; row++) Add(row, numbers.Slice(row * width, width));
    }

    private int Pieces => ((_width - 1) / Piece) + 1;

    /// <summary>Sums over the rows of number · sign, for some units.</summary>
    /// <param name="numbers">A number for each row and unit, row by row.</param>
    /// <param name="units">Units of a row.</param>
    /// <param name="from">The first unit wanted.</param>
    /// <param name="sums">A sum for each unit wanted and each column, unit by unit.</param>
    public void Sum(ReadOnlySpan<float> numbers, int units, int from, Span<float> sums)
    {
        var (count, size) = (sums.Length / _width, _groups * Lanes);
        Span<float> two = stackalloc float[2 * Piece];
        var tables = ArrayPool<float>.Shared.Rent(count * size);
        for (var unit = 0; unit < count; unit++)
            Tabulate(numbers, units, from + unit, tables.AsSpan(unit * size, size));
        for (var column = 0; column < _width; column += Piece)
        {
            var length = Math.Min(Piece, _width - column);
            for (var unit = 0; unit < count; unit += 2)
            {
                // The last of an odd number is its own neighbour.
                var next = Math.Min(unit + 1, count - 1);
                Choose(
                    ref Reference(tables.AsSpan(unit * size, size)), ref Reference(tables.AsSpan(next * size, size)),
                    ref MemoryMarshal.GetReference(MemoryMarshal.Cast<int, Vector512<int>>(
                        _patterns.AsSpan(column * _groups, Piece * _groups))),
                    ref Reference(two));
                two[..length].CopyTo(sums[((unit * _width) + column)..]);
                two.Slice(Piece, length).CopyTo(sums[((next * _width) + column)..]);
            }
        }

        ArrayPool<float>.Shared.Return(tables);
    }

    private void Tabulate(ReadOnlySpan<float> numbers, int units, int unit, Span<float> table)
    {
        for (var group = 0; group < _groups; group++)
        {
            var sums = Vector512<float>.Zero;
            for (var i = 0; i < _together; i++)
            {
                var at = (((group * _together) + i) * units) + unit;
                if (at < numbers.Length) sums += Vector512.Create(numbers[at]) * _signs[i];
            }

            sums.CopyTo(table[(group * Lanes)..]);
        }
    }

    // Two units and a piece of columns; the references are to whole tables, patterns and sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Choose(
        ref Vector512<float> tables, ref Vector512<float> others, ref Vector512<int> patterns,
        ref Vector512<float> sums)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        Vector512<float> e = default, f = default, g = default, h = default;
        var groups = _groups;
        for (nint group = 0; group < groups; group++)
        {
            var (table, other) = (Unsafe.Add(ref tables, group), Unsafe.Add(ref others, group));
            ref var four = ref Unsafe.Add(ref patterns, 4 * group);
            var (i, j, k, l) = (four, Unsafe.Add(ref four, 1), Unsafe.Add(ref four, 2), Unsafe.Add(ref four, 3));
            a += Vector512.ShuffleNative(table, i);
            b += Vector512.ShuffleNative(table, j);
            c += Vector512.ShuffleNative(table, k);
            d += Vector512.ShuffleNative(table, l);
            e += Vector512.ShuffleNative(other, i);
            f += Vector512.ShuffleNative(other, j);
            g += Vector512.ShuffleNative(other, k);
            h += Vector512.ShuffleNative(other, l);
        }

        var scale = Vector512.Create(_scale);
        sums = a * scale;
        Unsafe.Add(ref sums, 1) = b * scale;
        Unsafe.Add(ref sums, 2) = c * scale;
        Unsafe.Add(ref sums, 3) = d * scale;
        Unsafe.Add(ref sums, 4) = e * scale;
        Unsafe.Add(ref sums, 5) = f * scale;
        Unsafe.Add(ref sums, 6) = g * scale;
        Unsafe.Add(ref sums, 7) = h * scale;
    }

    private static ref Vector512<float> Reference(Span<float> numbers) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, Vector512<float>>(numbers));

    // What a pattern makes of the i-th row of its group: a bit of its own for −1; with zeros a second one for these.
    private Vector512<float> Signs(int i)
    {
        Span<float> signs = stackalloc float[Lanes];
        for (var pattern = 0; pattern < Lanes; pattern++)
        {
            signs[pattern] = _together == 4 ? 1 - (2 * ((pattern >> i) & 1))
                : ((pattern >> (2 * i)) & 3) switch { 0 => 1, 1 => -1, _ => 0 };
        }

        return Vector512.Create<float>(signs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int row, ReadOnlySpan<float> numbers)
    {
        var (group, place) = (row / _together, row % _together * (4 / _together));
        for (var column = 0; column < numbers.Length; column += Lanes)
        {
            var to = _patterns.AsSpan(
                (((column / Piece * _groups) + group) * Piece) + (column % Piece), Lanes);
            if (column + Lanes > numbers.Length)
            {
                for (var i = 0; i < numbers.Length - column; i++)
                {
                    var number = numbers[column + i];
                    to[i] |= (number < 0 ? 1 : number == 0 ? 2 : 0) << place;
                }

                return;
            }

            var all = Vector512.Create<float>(numbers.Slice(column, Lanes));
            var below = Vector512.LessThan(all, Vector512<float>.Zero).AsInt32() & Vector512.Create(1 << place);
            var zero = Vector512.Equals(all, Vector512<float>.Zero).AsInt32() & Vector512.Create(2 << place);
            (Vector512.Create<int>(to) | below | (_together == 2 ? zero : default)).CopyTo(to);
        }
    }
}
