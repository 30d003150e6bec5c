using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Popcounts of 0…15.</summary>
internal static class Nibbles
{
    public static Vector128<byte> Counts => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
}
