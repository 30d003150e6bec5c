namespace Microsoft.ML.Larq.Networks.Weights;

/// <summary>
/// Signs as bits: value i is bit i mod 8, from the lowest, of byte i / 8; 1 is −1, 0 is +1; unused bits are 0.
/// </summary>
internal static class SignBits
{
    private const int BitsPerByte = 8;

    public static int Bytes(int values) => (int)(((long)values + BitsPerByte - 1) / BitsPerByte);

    public static byte[] Pack(ReadOnlySpan<float> signs)
    {
        var bits = new byte[Bytes(signs.Length)];
        for (var i = 0; i < signs.Length; i++)
        {
            if (signs[i] < 0) bits[i / BitsPerByte] |= (byte)(1 << (i % BitsPerByte));
        }

        return bits;
    }

    /// <summary>So many signs.</summary>
    public static float[] Unpack(ReadOnlySpan<byte> bits, int values)
    {
        var signs = new float[values];
        for (var i = 0; i < signs.Length; i++)
            signs[i] = (bits[i / BitsPerByte] >> (i % BitsPerByte) & 1) == 0 ? 1f : -1f;
        return signs;
    }

    /// <summary>Whether the bits behind so many signs are 0.</summary>
    public static bool EndsInZeros(ReadOnlySpan<byte> bits, int values)
    {
        var used = values % BitsPerByte;
        return used == 0 || bits[^1] >> used == 0;
    }
}
