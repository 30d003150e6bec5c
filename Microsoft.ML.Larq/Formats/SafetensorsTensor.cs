using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats;

/// <summary>One tensor of a <see cref="SafetensorsFile"/>: element type, shape, and the elements' bytes.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Describes bytes as a tensor; the bytes are not copied.</summary>
    /// <param name="dataType">The format's name of the element type, for example <c>F32</c> or <c>U8</c>.</param>
    /// <param name="shape">The dimensions, outermost first, each at least 0; none for a single number.</param>
    /// <param name="data">The elements, row-major and little-endian.</param>
    /// <exception cref="ArgumentException">
    /// The type is unknown, or type and shape need another number of bytes.
    /// </exception>
    public SafetensorsTensor(string dataType, IEnumerable<long> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        ArgumentNullException.ThrowIfNull(shape);
        DataType = dataType;
        Shape = [.. shape];
        Data = data;
        var wanted = SafetensorsType.Bytes(dataType, Shape);
        if (wanted != data.Length)
        {
            throw new ArgumentException(
                $"A tensor of type {dataType} and shape [{string.Join(", ", Shape)}] has {wanted} bytes, "
                + $"got {data.Length}.", nameof(data));
        }
    }

    /// <summary>The format's name of the element type: <c>F32</c>, <c>U8</c>, …</summary>
    public string DataType { get; }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements, row-major and little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Makes a tensor of type <c>F32</c>.</summary>
    /// <param name="shape">The dimensions, outermost first.</param>
    /// <param name="values">The elements, row-major; their bits are kept as they are.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static SafetensorsTensor FromSingles(IEnumerable<long> shape, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        long[] dimensions = [.. shape];
        if (SafetensorsType.Elements(dimensions) != values.Length)
        {
            throw new ArgumentException(
                $"A tensor of shape [{string.Join(", ", dimensions)}] has other than {values.Length} elements.",
                nameof(values));
        }

        var data = new byte[checked(values.Length * sizeof(float))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        return new SafetensorsTensor("F32", dimensions, data);
    }

    /// <summary>The elements of a tensor of type <c>F32</c>.</summary>
    /// <exception cref="InvalidOperationException">The type is another.</exception>
    public float[] ToSingles()
    {
        if (DataType != "F32") throw new InvalidOperationException($"The tensor's type must be F32, got {DataType}.");
        var values = new float[Data.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(Data.Span[(i * sizeof(float))..]);
        return values;
    }
}
