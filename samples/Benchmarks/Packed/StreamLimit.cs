using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Larq.Benchmarks;

/// <summary>
/// What comes out of the caches at most: a buffer read from its first byte to its last, and nothing done to it.
/// </summary>
internal static class StreamLimit
{
    private const int Together = 8;

    /// <summary>Reads a buffer of so many bytes, a multiple of 512.</summary>
    public static unsafe Action Of(int bytes)
    {
        var buffer = NativeMemory.AlignedAlloc((nuint)bytes, 64);
        NativeMemory.Clear(buffer, (nuint)bytes);
        var count = bytes / Vector512<ulong>.Count / sizeof(ulong);
        return () => Read((Vector512<ulong>*)buffer, count);
    }

    private static unsafe void Read(Vector512<ulong>* vectors, int count)
    {
        var (a, b, c, d) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (var i = 0; i < count; i += Together)
        {
            a ^= vectors[i] ^ vectors[i + 4];
            b ^= vectors[i + 1] ^ vectors[i + 5];
            c ^= vectors[i + 2] ^ vectors[i + 6];
            d ^= vectors[i + 3] ^ vectors[i + 7];
        }

        if ((a ^ b ^ c ^ d) != Vector512<ulong>.Zero) throw new InvalidOperationException("The buffer is not 0.");
    }
}
