using Google.Protobuf;

namespace Microsoft.ML.Larq.Onnx.Format;

/// <summary>
/// A message in the format of Protocol Buffers, field by field; not changed once its size was asked for.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<Field> _fields = [];
    private long? _size;

    /// <summary>Bytes that it takes, without its length.</summary>
    public long Size => _size ??= _fields.Sum(one => CodedOutputStream.ComputeTagSize(one.Number) + one.Size);

    public ProtoMessage Add(int number, long value) => Add(
        number, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value),
        stream => stream.WriteInt64(value));

    public ProtoMessage Add(int number, float value) => Add(
        number, WireFormat.WireType.Fixed32, sizeof(float), stream => stream.WriteFloat(value));

    public ProtoMessage Add(int number, string text) => Add(
        number, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(text),
        stream => stream.WriteString(text));

    /// <summary>Bytes, which are not copied.</summary>
    public ProtoMessage Add(int number, ReadOnlyMemory<byte> bytes) => Add(
        number, WireFormat.WireType.LengthDelimited, Delimited(bytes.Length),
        stream => stream.WriteBytes(UnsafeByteOperations.UnsafeWrap(bytes)));

    public ProtoMessage Add(int number, ProtoMessage message) => Add(
        number, WireFormat.WireType.LengthDelimited, Delimited(message.Size), stream =>
        {
            stream.WriteLength((int)message.Size);
            message.WriteTo(stream);
        });

    /// <summary>One field for each.</summary>
    public ProtoMessage AddAll(int number, IEnumerable<string> texts)
    {
        foreach (var text in texts) Add(number, text);
        return this;
    }

    /// <inheritdoc cref="AddAll(int, IEnumerable{string})"/>
    public ProtoMessage AddAll(int number, IEnumerable<long> values)
    {
        foreach (var value in values) Add(number, value);
        return this;
    }

    /// <inheritdoc cref="AddAll(int, IEnumerable{string})"/>
    public ProtoMessage AddAll(int number, IEnumerable<ProtoMessage> messages)
    {
        foreach (var message in messages) Add(number, message);
        return this;
    }

    /// <summary>Writes it as a file's only message.</summary>
    public void WriteTo(Stream stream)
    {
        using var coded = new CodedOutputStream(stream, leaveOpen: true);
        WriteTo(coded);
    }

    private static long Delimited(long size) => CodedOutputStream.ComputeUInt64Size((ulong)size) + size;

    private ProtoMessage Add(int number, WireFormat.WireType type, long size, Action<CodedOutputStream> write)
    {
        _fields.Add(new Field(number, type, size, write));
        return this;
    }

    private void WriteTo(CodedOutputStream stream)
    {
        foreach (var field in _fields)
        {
            stream.WriteTag(field.Number, field.Type);
            field.Write(stream);
        }
    }

    // The wire type is kept as a number: a type with a field of the package's would keep ML.NET, which looks at every
    // type of the assembly, from loading models where the package is missing.
    private sealed class Field(int number, WireFormat.WireType type, long size, Action<CodedOutputStream> write)
    {
        private readonly int _type = (int)type;

        public int Number => number;

        public WireFormat.WireType Type => (WireFormat.WireType)_type;

        public long Size => size;

        public void Write(CodedOutputStream stream) => write(stream);
    }
}
