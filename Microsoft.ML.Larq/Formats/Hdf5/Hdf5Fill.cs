namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>The one element that stands for all where nothing was written.</summary>
internal static class Hdf5Fill
{
    /// <summary>Its bytes; none where it is zero.</summary>
    public static byte[] Read(Hdf5Object owner)
    {
        if (owner.Message(Hdf5Message.Fill) is not { } fill)
            return owner.Message(Hdf5Message.OldFill) is { } old ? Value(old.Open()) : [];
        const byte HasValue = 0x20;
        var bytes = fill.Open();
        var version = bytes.Byte();
        if (version >= 3) return (bytes.Byte() & HasValue) != 0 ? Value(bytes) : [];
        bytes.Skip(2);
        var isDefined = bytes.Byte() != 0;
        return version == 1 || isDefined ? Value(bytes) : [];
    }

    // Before version 3 a negative size stands for none.
    private static byte[] Value(Hdf5Bytes bytes)
    {
        var size = (int)bytes.UInt32();
        return size < 0 ? [] : bytes.Take(size).ToArray();
    }
}
