using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>
/// One binary layer: signs in, numbers out with a multiplier and an offset, or signs out through thresholds; gathering
/// included. The peer's layer has the same shape in single precision.
/// </summary>
internal sealed class BinaryCase
{
    private readonly string _id;
    private readonly int _rows;
    private readonly ConvolutionShape _shape;
    private readonly float[] _weights;
    private readonly float[] _input;
    private readonly AlignedArray<float> _output;

    public BinaryCase(string id, TensorShape image, int filters, int kernel, int rows, int groups = 1)
    {
        _id = id;
        _rows = rows;
        _shape = new ConvolutionShape(
            image[0], image[1], image[2], filters, groups,
            Window2D.Of(image, kernel, Size2D.One, Size2D.One, PadMode.Same));
        var random = new Random(1);
        var weights = _shape.Taps * _shape.GroupChannels * filters;
        _weights = [.. Enumerable.Range(0, weights).Select(_ => random.Next(2) - 0.5f)];
        _input = [.. Enumerable.Range(0, rows * image.Size).Select(_ => random.NextSingle() - 0.5f)];
        _output = new AlignedArray<float>(rows * image[0] * image[1] * filters);
    }

    /// <summary>A 3×3 convolution of a square image, as many filters as channels, pad 1.</summary>
    public static BinaryCase Convolution(int side, int channels) => new(
        $"conv-{side}x{side}x{channels}", new TensorShape(side, side, channels), channels, 3, 1);

    /// <summary>A 3×3 convolution of each channel of a square image on its own, pad 1.</summary>
    public static BinaryCase Depthwise(int side, int channels) => new(
        $"depthwise-{side}x{side}x{channels}", new TensorShape(side, side, channels), channels, 3, 1, channels);

    /// <summary>A dense layer of 4096 inputs and outputs.</summary>
    public static BinaryCase Dense(int rows) => new($"dense-b{rows}", new TensorShape(1, 1, 4096), 4096, 1, rows);

    public string Id => _id;

    public Case Numbers(KernelSet kernels) => Row(_id, () => ToNumbers(kernels), () => ToNumbers(KernelSet.Scalar));

    public Case Signs(KernelSet kernels) => Row(_id + "-bits", () => ToSigns(kernels), null);

    /// <summary>Against ONNX Runtime's convolution of 8 bits.</summary>
    public Case AgainstBytes(KernelSet kernels) => new(
        _id.Replace("conv", "int8", StringComparison.Ordinal), "GMAC/s", "ONNX Runtime int8", () =>
        {
            var peer = QuantizedConvolution.Of(_shape);
            return new Contest(Work, ToNumbers(kernels), peer.Run) { Limit = Most(), Held = peer };
        });

    /// <summary>The kernels that are taken against each other set that this machine has.</summary>
    public IEnumerable<Case> AgainstOthers(KernelSet kernels) =>
        from other in KernelSet.Available
        where !other.IsScalar && other.Name != kernels.Name
        from bits in (bool[])[false, true]
        where !bits || _rows == 1
        select new Case($"choice-{_id}{(bits ? "-bits" : "")}", "GMAC/s", other.Name, () => new Contest(
            Work, bits ? ToSigns(kernels) : ToNumbers(kernels), bits ? ToSigns(other) : ToNumbers(other)));

    /// <summary>The layer in parts for several threads, cut and dealt out by the engine.</summary>
    public Action Shared(KernelSet kernels, int threads)
    {
        var convolution = Compile(kernels);
        var work = new SharedLayer(convolution, Pack(kernels), Finish(), _output);
        var shared = new SharedWork(WorkerPool.Shared, convolution.ScratchWords);
        var parts = convolution.Shares(threads);
        return () => shared.Run(work, parts, threads);
    }

    /// <summary>10⁹ multiply-adds.</summary>
    public double Work => _shape.Macs * (double)_rows / 1e9;

    private Case Row(string id, Func<Action> engine, Func<Action>? scalar) => new(id, "GMAC/s", OnnxLayer.Name, () =>
    {
        var peer = OnnxLayer.Of(_shape, _rows, _input, _weights, new float[_shape.Filters]);
        return new Contest(Work, engine(), peer.Run) { Scalar = scalar?.Invoke(), Limit = Most(), Held = peer };
    });

    // A single row reads every weight once: what bounds it is how fast the caches give them.
    private Limit? Most()
    {
        if (_rows == 1 && _shape.Height == 1)
            return new Limit("limit-stream", Work, StreamLimit.Of((int)(_shape.Macs / 8)));
        return PopcountLimit.Exists ? new Limit(PopcountLimit.Name, PopcountLimit.Work, PopcountLimit.Run) : null;
    }

    private Action ToNumbers(KernelSet kernels)
    {
        var (convolution, signs, finish) = (Compile(kernels), Pack(kernels), Finish());
        var scratch = new AlignedArray<ulong>(convolution.ScratchWords);
        return () => convolution.Run(signs.Span, scratch.Span, finish, _output.Span, _rows, Share.Whole, default);
    }

    // The scalar kernel alone writes numbers only.
    private Action ToSigns(KernelSet kernels)
    {
        var (convolution, signs) = (Compile(kernels), Pack(kernels));
        if (!convolution.CanWriteSigns) return ToNumbers(kernels);
        var scratch = new AlignedArray<ulong>(convolution.ScratchWords);
        var thresholds = convolution.Thresholds(Finish());
        var packed = new AlignedArray<ulong>(kernels.Format.WordsOf(_output.Length, _shape.Filters));
        return () => convolution.Run(signs.Span, scratch.Span, thresholds, packed.Span, _rows, Share.Whole);
    }

    private BinaryConvolution Compile(KernelSet kernels) => kernels.Convolution(_shape, _weights, 1);

    private AlignedArray<ulong> Pack(KernelSet kernels)
    {
        // A group of channels, or all of them, lies together.
        var run = Compile(kernels).InputRun;
        var signs = new AlignedArray<ulong>(kernels.Format.WordsOf(_input.Length, run));
        kernels.Pack(_input, run, signs.Span);
        return signs;
    }

    private SumFinish Finish()
    {
        float[] Row() => [.. Enumerable.Range(0, _shape.Filters).Select(i => (i % 7) + 0.5f)];
        return new SumFinish([], ActivationFunction.Linear).Then(Row(), Row());
    }

    private sealed class SharedLayer(
        BinaryConvolution convolution, AlignedArray<ulong> signs, SumFinish finish, AlignedArray<float> output)
        : IPartedWork
    {
        public void Run(Share share, Span<ulong> scratch) =>
            convolution.Run(signs.Span, scratch, finish, output.Span, 1, share, default);
    }
}
