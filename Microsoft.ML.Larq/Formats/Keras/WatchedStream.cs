using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// A file under the eyes of someone who does not trust it: whoever parses it may neither read for ever nor descend for
/// ever.
/// </summary>
/// <remarks>
/// A parser that follows a circle in a damaged file reads at every turn, so that an end to reading is an end to it; one
/// that descends reads at every step, where the stack is looked at while there is still enough of it to throw.
/// </remarks>
internal sealed class WatchedStream(Stream file) : Stream
{
    /// <summary>Reading a whole file takes its length and a little more for what is read twice.</summary>
    private const int Times = 8;
    private const long Extra = 1 << 22;

    private readonly long _length = file.Length;
    private long _left = (file.Length * Times) + Extra;

    /// <summary>What the file itself threw, which is no fault of its content.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => file.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (buffer.Length > _length - file.Position)
            throw new FormatException($"Its HDF5 wants {buffer.Length} bytes at byte {file.Position} of {_length}.");
        // A read costs at least as much as a small block, so that endless reads of a byte end as well.
        _left -= Math.Max(buffer.Length, 16);
        if (_left < 0) throw new FormatException("Its HDF5 leads in a circle.");
        try
        {
            return file.Read(buffer);
        }
        catch (Exception error)
        {
            Failure = error;
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var place = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => file.Position + offset,
            _ => _length + offset,
        };
        return place >= 0 && place <= _length
            ? file.Seek(place, SeekOrigin.Begin)
            : throw new FormatException($"Its HDF5 points to byte {place} of {_length}.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
