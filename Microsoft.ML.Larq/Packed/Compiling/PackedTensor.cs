using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Compiling;

/// <summary>
/// A layer's output while a network is compiled: numbers, signs, or both; the missing form is made when first asked
/// for.
/// </summary>
internal sealed class PackedTensor
{
    private readonly Dictionary<int, WordSlot> _signs = [];
    private readonly int _size;
    private FloatSlot? _floats;
    private PackedTensor? _source;
    private Func<FloatSlot, FloatSlot, PackedOp>? _quantize;

    private PackedTensor(int size, Alphabet alphabet)
    {
        _size = size;
        Alphabet = alphabet;
    }

    /// <summary>The values that it is known to take.</summary>
    public Alphabet Alphabet { get; }

    public static PackedTensor Of(FloatSlot floats, Alphabet alphabet = Alphabet.Real) =>
        new(floats.Length, alphabet) { _floats = floats };

    public static PackedTensor Of(WordSlot signs, int size)
    {
        var tensor = new PackedTensor(size, Alphabet.Signs);
        tensor._signs.Add(size, signs);
        return tensor;
    }

    /// <summary>
    /// The signs of another tensor, or of that whose signs it is; as numbers they are made by the operation.
    /// </summary>
    public static PackedTensor SignsOf(PackedTensor source, Func<FloatSlot, FloatSlot, PackedOp> quantize) =>
        new(source._size, Alphabet.Signs) { _source = source._source ?? source, _quantize = quantize };

    /// <summary>The tensor as numbers.</summary>
    public FloatSlot Floats(KernelSet kernels, ICollection<PackedOp> ops)
    {
        if (_floats is { } floats) return floats;
        floats = new FloatSlot(_size);
        ops.Add(_source is { } source
            ? _quantize!(source.Floats(kernels, ops), floats)
            : new UnpackOp(kernels, _signs[_size], floats));
        return _floats = floats;
    }

    /// <summary>The tensor's signs, in runs of that length.</summary>
    public WordSlot Signs(int run, KernelSet kernels, ICollection<PackedOp> ops)
    {
        if (_source is { } source) return source.Signs(run, kernels, ops);
        if (_signs.TryGetValue(run, out var signs)) return signs;

        // Runs that fill what they are aligned to follow each other without a gap, so that any length reads them.
        signs = _signs.FirstOrDefault(known => kernels.Format.SameBytes(known.Key, run)).Value;
        if (signs is not null) return signs;
        signs = new WordSlot(kernels.Format.WordsOf(_size, run));
        ops.Add(new PackOp(kernels, Floats(kernels, ops), run, signs));
        _signs.Add(run, signs);
        return signs;
    }
}
