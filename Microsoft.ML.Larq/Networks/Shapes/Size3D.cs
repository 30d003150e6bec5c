using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A depth, a height and a width: of a kernel, a stride or a dilation over a volume.</summary>
/// <param name="Depth">Planes.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
[JsonConverter(typeof(Size3DConverter))]
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>Planes.</summary>
    public int Depth { get; } = Depth;

    /// <summary>Rows.</summary>
    public int Height { get; } = Height;

    /// <summary>Columns.</summary>
    public int Width { get; } = Width;

    /// <summary>One by one by one.</summary>
    public static Size3D One => new(1, 1, 1);

    internal int[] Sides => [Depth, Height, Width];

    /// <summary>Makes a cube: <c>3</c> is 3×3×3.</summary>
    /// <param name="side">Depth, height and width.</param>
    public static implicit operator Size3D(int side) => new(side, side, side);

    /// <summary>Makes a size from depth, height and width: <c>(1, 3, 5)</c>.</summary>
    /// <param name="size">Depth, height, width.</param>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) =>
        new(size.Depth, size.Height, size.Width);

    /// <summary>Depth×height×width, for example <c>1×3×5</c>.</summary>
    public override string ToString() => $"{Depth}×{Height}×{Width}";
}

internal sealed class Size3DConverter : JsonConverter<Size3D>
{
    public override Size3D Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var sides = JsonIntegers.Read(ref reader, "A size is [depth, height, width]");
        return sides is [var depth, var height, var width]
            ? new Size3D(depth, height, width)
            : throw new JsonException($"A size is [depth, height, width], got {sides.Length} numbers.");
    }

    public override void Write(Utf8JsonWriter writer, Size3D value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Sides, options);
}
