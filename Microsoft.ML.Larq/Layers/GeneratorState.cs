using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Torch's own bytes of where a random generator stands.</summary>
/// <remarks>
/// Torch ends the process where it is given bytes that it did not write: another length, or a position outside the
/// Mersenne twister's 624 words. The layout is that of its <c>CPUGeneratorImplStateLegacy</c>: seed, 8 bytes; words
/// left, 4; whether it was seeded, 4; the next word, 8; then the words.
/// </remarks>
internal static class GeneratorState
{
    private const int Words = 624;
    private const int Left = 8;
    private const int Seeded = 12;
    private const int Next = 16;

    /// <exception cref="FormatException">The generator cannot go on from these bytes; the layer is named.</exception>
    public static void Require(ReadOnlySpan<byte> state, Generator generator, string layer)
    {
        using var own = generator.get_state();
        if (state.Length != own.numel())
        {
            throw new FormatException(
                $"Layer '{layer}': a random generator's state has {own.numel()} bytes, got {state.Length}.");
        }

        if (generator.device.type != DeviceType.CPU) return;
        var left = BinaryPrimitives.ReadInt32LittleEndian(state[Left..]);
        var next = BinaryPrimitives.ReadUInt64LittleEndian(state[Next..]);
        if (left is < 1 or > Words || next > Words || BinaryPrimitives.ReadInt32LittleEndian(state[Seeded..]) == 0)
        {
            throw new FormatException(
                $"Layer '{layer}': a random generator stands at one of its {Words} words, got {left} left and {next} "
                + "next.");
        }
    }
}
