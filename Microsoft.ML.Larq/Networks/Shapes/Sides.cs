using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Whole numbers along the axes of a sequence, an image or a volume: of a kernel, of its steps, of a pooling window.
/// </summary>
/// <remarks>
/// <c>3</c> is 3 along every axis, <c>(3, 5)</c> a height and a width, <c>(1, 3, 5)</c> a depth, a height and a width.
/// Numbers that are all the same are that number along every axis. Where a layer has other axes, its error says so.
/// </remarks>
public readonly record struct Sides
{
    // How many numbers there are: 2 or 3; 0 for the first along every axis.
    private readonly int _axes;
    private readonly int _first;
    private readonly int _second;
    private readonly int _third;

    private Sides(ReadOnlySpan<int> sides)
    {
        _first = sides[0];
        if (!sides.ContainsAnyExcept(_first)) return;
        _axes = sides.Length;
        _second = sides[1];
        _third = sides.Length > 2 ? sides[2] : 0;
    }

    /// <summary>The number along an axis.</summary>
    /// <param name="axis">The axis, from 0, in the order in which the numbers were given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(axis, _axes == 0 ? 3 : _axes);
            return _axes == 0 ? _first : Along(_axes)[axis];
        }
    }

    /// <summary>The same number along every axis: <c>3</c>.</summary>
    /// <param name="side">The number.</param>
    public static implicit operator Sides(int side) => new([side]);

    /// <summary>A height and a width: <c>(3, 5)</c>.</summary>
    /// <param name="sides">Height, then width.</param>
    public static implicit operator Sides((int Height, int Width) sides) => new([sides.Height, sides.Width]);

    /// <summary>A depth, a height and a width: <c>(1, 3, 5)</c>.</summary>
    /// <param name="sides">Depth, height, width.</param>
    public static implicit operator Sides((int Depth, int Height, int Width) sides) =>
        new([sides.Depth, sides.Height, sides.Width]);

    /// <summary>The numbers, for example <c>3×5</c>, or the one along every axis.</summary>
    public override string ToString() => string.Join('×', Along(1));

    /// <summary>The numbers along so many axes; others than so many where that is what was given.</summary>
    internal int[] Along(int axes) => _axes switch
    {
        0 => [.. Enumerable.Repeat(_first, axes)],
        2 => [_first, _second],
        _ => [_first, _second, _third],
    };

    internal static Sides Of(ReadOnlySpan<int> sides) => new(sides);
}

/// <summary>Along one axis a number, along more a list of as many.</summary>
internal sealed class SidesConverter(int axes) : JsonConverter<Sides>
{
    public override Sides Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (axes == 1)
        {
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var side)
                ? side
                : throw new JsonException($"A size along a sequence is a whole number, got a {reader.TokenType}.");
        }

        var wanted = $"A size is {(axes == 2 ? "[height, width]" : "[depth, height, width]")}";
        var sides = JsonIntegers.Read(ref reader, wanted);
        return sides.Length == axes
            ? Sides.Of(sides)
            : throw new JsonException($"{wanted}, got {sides.Length} numbers.");
    }

    public override void Write(Utf8JsonWriter writer, Sides value, JsonSerializerOptions options)
    {
        if (axes == 1) writer.WriteNumberValue(value[0]);
        else JsonIntegers.Write(writer, value.Along(axes));
    }
}
