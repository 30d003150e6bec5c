using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>What a routine of <see cref="PopcountTile"/> is called with; it counts the last field down.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PopcountCall
{
    /// <summary>The words of the first pixel.</summary>
    public ulong* Patches;

    /// <summary>Bytes from a pixel to the next.</summary>
    public nint Stride;

    /// <summary>For each tile of filters, for each step: a word of every lane of its vectors.</summary>
    public ulong* Weights;

    /// <summary>Words of a patch.</summary>
    public nint Steps;

    /// <summary>Where the first pixel's counts go.</summary>
    public int* Counts;

    /// <summary>Bytes from a pixel's counts to the next's.</summary>
    public nint CountStride;

    /// <summary>Tiles of pixels; at least 1.</summary>
    public nint PixelTiles;

    /// <summary>Tiles of filters; at least 1.</summary>
    public nint FilterTiles;

    /// <summary>Where a field lies.</summary>
    public static int Place(string field) => (int)Marshal.OffsetOf<PopcountCall>(field);
}
