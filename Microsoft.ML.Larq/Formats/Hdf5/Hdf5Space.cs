using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>How many elements there are.</summary>
internal static class Hdf5Space
{
    /// <summary>The sizes, outermost first; none for a single element, a zero for nothing.</summary>
    public static ImmutableArray<ulong> Read(Hdf5File file, Hdf5Bytes bytes)
    {
        const int Nothing = 2;
        var version = bytes.Byte();
        var rank = bytes.Byte();
        bytes.Skip(1);
        var kind = bytes.Byte();
        if (version == 1) bytes.Skip(4);
        else if (version != 2) throw new FormatException($"Its HDF5 has a space of version 1 or 2, got {version}.");
        else if (kind == Nothing) return [0];
        var sizes = ImmutableArray.CreateBuilder<ulong>(rank);
        for (var i = 0; i < rank; i++) sizes.Add(file.Size(bytes));
        return sizes.MoveToImmutable();
    }
}
