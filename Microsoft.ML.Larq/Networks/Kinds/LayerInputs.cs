using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>What a kind sees of a layer being built: its name and its inputs' shapes. Errors name the layer.</summary>
internal sealed class LayerInputs(string layer, string className, IReadOnlyList<Layer> inputs)
{
    public IReadOnlyList<TensorShape> Shapes { get; } = [.. inputs.Select(input => input.OutputShape)];

    /// <summary>The last error that was made here, which names the layer; null for none.</summary>
    public ArgumentException? Said { get; private set; }

    /// <summary>The shape of the only input.</summary>
    public TensorShape Single => Shapes.Count == 1 ? Shapes[0] : throw Error($"takes one input, got {Shapes.Count}.");

    /// <summary>The shapes of two or more inputs.</summary>
    public IReadOnlyList<TensorShape> Several =>
        Shapes.Count > 1 ? Shapes : throw Error($"takes two or more inputs, got {Shapes.Count}.");

    /// <summary>The only input, a vector.</summary>
    public TensorShape Vector => Ranked(1, "a vector (length,); Flatten or GlobalAveragePool makes one");

    /// <summary>The only input, a sequence, an image or a volume by the axes that a window moves along.</summary>
    public TensorShape WithAxes(int axes) => axes switch
    {
        1 => Ranked(2, "a sequence (length, channels)"),
        2 => Ranked(3, "an image (height, width, channels)"),
        _ => Ranked(4, "a volume (depth, height, width, channels)"),
    };

    /// <summary>The layer must read the network's input or parts of it, because it is fitted on that.</summary>
    public void FromNetworkInput()
    {
        if (inputs.FirstOrDefault(input => !input.SelectsInput) is { } other)
            throw Error($"reads the network's input or parts of it as they came, got '{other.Name}'.");
    }

    /// <summary>A parameter must be a finite number within a range.</summary>
    public void Range(string parameter, double value, double least, double most = double.PositiveInfinity)
    {
        if (double.IsFinite(value) && value >= least && value <= most) return;
        var range = double.IsPositiveInfinity(most) ? $"at least {least}" : $"from {least} to {most}";
        throw Error($"{parameter} is {range}, got {value}.");
    }

    /// <summary>Axes must be among those of the only input.</summary>
    public void Within(string parameter, Axes axes)
    {
        foreach (var axis in axes)
        {
            if (axis > Single.Rank)
                throw Error($"{parameter} are from 1 to {Single.Rank} for an input of {Single}, got {axes}.");
        }
    }

    /// <summary>A dimension of the output, which may not be larger than a shape's can be.</summary>
    public int Length(long length) => length <= int.MaxValue
        ? (int)length
        : throw Error($"gives at most {int.MaxValue} elements, got {length}.");

    /// <summary>
    /// All sides of a size, as many as there are axes, are from 1 to 32767, so that a window's extent is below 2³⁰.
    /// </summary>
    public void Positive(string parameter, int axes, ReadOnlySpan<int> sides)
    {
        const int Most = short.MaxValue;
        if (sides.Length != axes)
            throw Error($"{parameter} is one number or {axes}, got {string.Join('×', sides.ToArray())}.");
        if (!sides.ContainsAnyExceptInRange(1, Most)) return;
        var times = string.Concat(Enumerable.Repeat("×", sides.Length - 1).Select(cross => cross + Most));
        var ones = string.Concat(Enumerable.Repeat("×1", sides.Length - 1));
        throw Error($"{parameter} is from 1{ones} to {Most}{times}, got {string.Join('×', sides.ToArray())}.");
    }

    /// <summary>The border must be one that the kind knows.</summary>
    public void Border(PadMode padding, bool causal = false)
    {
        PadMode[] known = causal
            ? [PadMode.Valid, PadMode.Same, PadMode.Causal]
            : [PadMode.Valid, PadMode.Same];
        if (!known.Contains(padding)) throw Error($"padding is one of {string.Join(", ", known)}, got {padding}.");
    }

    /// <summary>An enumeration's value must be one of its names.</summary>
    public void Defined<T>(string parameter, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Error($"{parameter} is one of {string.Join(", ", Enum.GetNames<T>())}, got {value}.");
    }

    [DoesNotReturn]
    public TensorShape Fail(string message) => throw Error(message);

    public ArgumentException Error(string message) => Said = new($"Layer '{layer}' ({className}): {message}");

    private TensorShape Ranked(int rank, string wanted) =>
        Single.Rank == rank ? Single : Fail($"wants {wanted}, got the shape {Single}.");
}
