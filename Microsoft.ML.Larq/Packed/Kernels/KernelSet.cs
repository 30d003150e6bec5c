using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Packed;

/// <summary>The kernels of one instruction set. Here alone is known which exist and which this machine has.</summary>
internal sealed class KernelSet
{
    /// <summary>The environment variable that forces a set by its name.</summary>
    public const string Variable = "LARQ_ISA";

    private static readonly (string Name, bool IsSupported, Func<KernelSet> Create)[] Known =
    [
        ("avx512vbmi", Avx512VbmiTables.IsSupported,
            () => new("avx512vbmi", new Avx2Kernel(), new Avx512VbmiTables(), new Avx512SignKernel(),
                new Avx512Slices())),
        ("avx512", Avx512Kernel.IsSupported,
            () => new("avx512", new Avx512Kernel(), new Avx2Tables(), new Avx512SignKernel(),
                new Avx512Slices())),
        ("avx2", Avx2Kernel.IsSupported,
            () => new("avx2", new Avx2Kernel(), new Avx2Tables(), new Avx2SignKernel(), new Avx2Slices())),
        ("advsimd", AdvSimdKernel.IsSupported,
            () => new("advsimd", new AdvSimdKernel(), null, new PlainSignKernel(), new AdvSimdSlices())),
        ("scalar", true, () => new("scalar", null, null, null, null)),
    ];

    private readonly PopcountKernel? _popcount;
    private readonly TableKernel? _tables;
    private readonly SignKernel? _signs;
    private readonly SliceKernel? _slices;

    private KernelSet(
        string name, PopcountKernel? popcount, TableKernel? tables, SignKernel? signs, SliceKernel? slices)
    {
        Name = name;
        _popcount = popcount;
        _tables = tables;
        _signs = signs;
        _slices = slices;
    }

    /// <summary>What this machine has, the fastest first; the last is the scalar.</summary>
    public static ImmutableArray<KernelSet> Available { get; } =
        [.. Known.Where(set => set.IsSupported).Select(set => set.Create())];

    /// <summary>The specification of all others.</summary>
    public static KernelSet Scalar => Available[^1];

    public string Name { get; }

    public SignFormat Format => IsScalar ? SignFormat.Words : SignFormat.Bytes;

    public bool IsScalar => _popcount is null;

    /// <summary>The set that the environment variable names, or the fastest where it is not set.</summary>
    /// <exception cref="ArgumentException">The machine has no such set; the message lists those it has.</exception>
    public static KernelSet Choose() => Choose(Environment.GetEnvironmentVariable(Variable));

    public static KernelSet Choose(string? name) => string.IsNullOrEmpty(name)
        ? Available[0]
        : Available.FirstOrDefault(set => set.Name == name) ?? throw new ArgumentException(
            $"{Variable} must be one of {string.Join(", ", Available.Select(set => set.Name))} on this machine"
            + $" (known are {string.Join(", ", Known.Select(set => set.Name))}), got '{name}'.");

    /// <summary>A convolution of signs.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="weights">±1, row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1; not 0 for several planes.</param>
    /// <param name="planes">Planes of the input; default 1.</param>
    public BinaryConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes = 1)
    {
        if (planes == 1 && DepthwiseSigns.Fits(shape))
        {
            return _slices is null
                ? new ScalarDepthwiseSigns(shape, weights, pad)
                : new DepthwiseSigns(_slices, shape, weights, pad);
        }

        if (_popcount is null) return new ScalarConvolution(shape, weights, pad, planes);
        return _tables is not null && shape.GroupFilters > _popcount.Filters && TableConvolution.Fits(_tables, shape)
            ? new TableConvolution(_tables, shape, weights, pad, planes)
            : new LaneConvolution(_popcount, shape, weights, pad, planes);
    }

    /// <summary>A convolution of numbers.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="weights">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image.</param>
    /// <param name="signs">Whether the weights are ±1, to be kept as bits.</param>
    public FloatConvolution Convolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool signs)
    {
        var depthwise = shape is { Groups: > 1, GroupChannels: 1 };
        if (!IsScalar && depthwise) return new LaneDepthwiseConvolution(shape, weights, pad, signs);
        if (signs && _signs is not null) return new SignConvolution(_signs, shape, weights, pad);
        if (!IsScalar) return new LaneFloatConvolution(shape, weights, pad);
        if (signs && !depthwise) return new ScalarSignConvolution(shape, weights, pad);
        if (!signs)
        {
            return new ScalarFloat<FloatKernelRows>(
                shape, new FloatKernelRows(weights.ToArray(), shape.Filters), pad,
                sizeof(float) * (long)weights.Length);
        }

        var words = new ulong[Bits.Words(weights.Length, shape.Filters)];
        ScalarSigns.Pack(weights, shape.Filters, words);
        return new ScalarFloat<SignKernelRows>(
            shape, new SignKernelRows(words, shape.Filters), pad, sizeof(ulong) * (long)words.Length);
    }

    public void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words)
    {
        if (_popcount is null) ScalarSigns.Pack(values, run, words);
        else VectorSigns.Pack(values, run, words);
    }

    /// <summary>Numbers from 0 to 1 to their levels, 0…steps.</summary>
    public void Levels(ReadOnlySpan<float> values, int steps, Span<float> levels)
    {
        if (_popcount is null) ScalarLevels.Run(values, steps, levels);
        else VectorLevels.Run(values, steps, levels);
    }

    /// <summary>Numbers from 0 to 1 to planes of bits of their levels 0…2^planes − 1.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="planes">How many; plane j has bit j.</param>
    /// <param name="run">Numbers of a run.</param>
    /// <param name="words">The planes, each in as many words.</param>
    public void PackLevels(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words)
    {
        if (_popcount is null) ScalarLevels.Pack(values, planes, run, words);
        else VectorLevels.Pack(values, planes, run, words);
    }

    public void Unpack(ReadOnlySpan<ulong> words, Span<float> values)
    {
        if (_popcount is null) ScalarSigns.Unpack(words, values);
        else VectorSigns.Unpack(words, values);
    }

    public void Thermometer(ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words)
    {
        if (_popcount is null) ScalarSigns.Thermometer(values, thresholds, words);
        else VectorSigns.Thermometer(values, thresholds, words);
    }
}
