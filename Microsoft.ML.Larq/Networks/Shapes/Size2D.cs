using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A height and a width: of a kernel, a stride, a dilation or a pooling window.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
[JsonConverter(typeof(Size2DConverter))]
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>Rows.</summary>
    public int Height { get; } = Height;

    /// <summary>Columns.</summary>
    public int Width { get; } = Width;

    /// <summary>One by one.</summary>
    public static Size2D One => new(1, 1);

    internal int[] Sides => [Height, Width];

    /// <summary>Makes a square: <c>3</c> is 3×3.</summary>
    /// <param name="side">Height and width.</param>
    public static implicit operator Size2D(int side) => new(side, side);

    /// <summary>Makes a size from height and width: <c>(3, 5)</c>.</summary>
    /// <param name="size">Height, then width.</param>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Height×width, for example <c>3×5</c>.</summary>
    public override string ToString() => $"{Height}×{Width}";
}

internal sealed class Size2DConverter : JsonConverter<Size2D>
{
    public override Size2D Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var sides = JsonIntegers.Read(ref reader, "A size is [height, width]");
        return sides is [var height, var width]
            ? new Size2D(height, width)
            : throw new JsonException($"A size is [height, width], got {sides.Length} numbers.");
    }

    public override void Write(Utf8JsonWriter writer, Size2D value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Sides, options);
}
