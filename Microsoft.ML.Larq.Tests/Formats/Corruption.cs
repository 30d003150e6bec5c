using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>Damages files in the ways that disks, networks and people do, from a seed.</summary>
internal static class Corruption
{
    public static byte[] Of(byte[] file, Random random)
    {
        var damaged = file.ToArray();
        switch (random.Next(7))
        {
            case 0:
                return damaged[..random.Next(file.Length)];
            case 1:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    damaged[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return damaged;
            case 2:
                var (from, to) = (random.Next(file.Length), random.Next(file.Length));
                var length = Math.Min(random.Next(1, 64), file.Length - Math.Max(from, to));
                file.AsSpan(from, length).CopyTo(damaged.AsSpan(to));
                return damaged;
            case 3:
                var (start, end) = (random.Next(file.Length), random.Next(file.Length));
                return [.. file[..start], .. file[end..]];
            case 4:
                var foreign = new byte[random.Next(64)];
                random.NextBytes(foreign);
                return [.. file[..random.Next(file.Length)], .. foreign];
            case 5:
                BinaryPrimitives.WriteInt64LittleEndian(damaged, random.NextInt64() >> random.Next(64));
                return damaged;
            default:
                return WithOtherNumber(damaged, random);
        }
    }

    /// <summary>
    /// Writes the checksum anew into a head that was altered, so that what is behind it is put to the test.
    /// </summary>
    public static void Reseal(byte[] head)
    {
        var place = head.AsSpan().IndexOf("\"sha256\":\""u8) + 10;
        if (place < 10 || place + 64 > head.Length) return;
        head.AsSpan(place, 64).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(head)), head.AsSpan(place));
    }

    // Replaces one run of digits in the text by another number, most often an absurd one.
    private static byte[] WithOtherNumber(byte[] file, Random random)
    {
        var start = random.Next(file.Length);
        while (start < file.Length && !char.IsAsciiDigit((char)file[start])) start++;
        var end = start;
        while (end < file.Length && char.IsAsciiDigit((char)file[end])) end++;
        string[] numbers =
            ["0", "-1", "255", "2147483647", "2147483648", "9223372036854775807", "1e999", "1.5", "null", "[[[1]]]"];
        return [.. file[..start], .. Encoding.ASCII.GetBytes(numbers[random.Next(numbers.Length)]), .. file[end..]];
    }
}
