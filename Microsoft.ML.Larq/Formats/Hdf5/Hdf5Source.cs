namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>
/// The bytes of a file that is not trusted: nothing is read past its end, and the bytes that may be read in all are
/// bounded.
/// </summary>
/// <remarks>
/// The bound is the file's length and a little more, for places that are named twice. A file that leads in circles, or
/// names one place many times, exceeds it whatever its structure is; so no other guard is needed for time and memory.
/// </remarks>
internal sealed class Hdf5Source(Stream file)
{
    private const int Times = 8;
    private const long Extra = 1 << 22;

    // The least that a read counts, so that endless reads of nothing end as well.
    private const int Least = 16;

    private long _left = (file.Length * Times) + Extra;

    public long Length { get; } = file.Length;

    /// <summary>Bytes that were asked for until now.</summary>
    public long Asked => (Length * Times) + Extra - _left;

    /// <summary>Added to every address in the file.</summary>
    public ulong Base { get; set; }

    public Hdf5Bytes Read(ulong address, ulong length)
    {
        Require(address, length);
        var bytes = new byte[length];
        Fill(address, bytes);
        return new Hdf5Bytes(bytes);
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    public void Fill(ulong address, Span<byte> bytes)
    {
        Require(address, (ulong)bytes.Length);
        Ask(bytes.Length);
        file.Position = (long)(address + Base);
        file.ReadExactly(bytes);
    }

    /// <summary>Counts what is made of bytes that were read before.</summary>
    public void Ask(long bytes)
    {
        _left -= Math.Max(bytes, Least);
        if (_left < 0) throw new FormatException("Its HDF5 leads in a circle.");
    }

    private void Require(ulong address, ulong length)
    {
        var from = address + Base;
        if (from < address || from > (ulong)Length || length > (ulong)Length - from || length > int.MaxValue)
            throw new FormatException($"Its HDF5 wants {length} bytes at byte {address} of {Length}.");
    }
}
