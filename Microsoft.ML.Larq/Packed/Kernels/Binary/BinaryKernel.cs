using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>A kernel of signs, for an input of signs: filter by filter, tap by tap, a run of channels.</summary>
internal sealed class BinaryKernel
{
    private readonly ulong[] _words;
    private readonly int[] _tapSums;
    private readonly int _taps;
    private readonly int _run;

    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="kernel">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1.</param>
    public BinaryKernel(ConvolutionShape shape, ReadOnlySpan<float> kernel, int pad)
    {
        _taps = shape.Taps;
        _run = Bits.Words(shape.GroupChannels);
        _words = new ulong[checked(shape.Filters * _taps * _run)];
        Pad = shape.Padded ? pad : 0;
        _tapSums = Pad == 0 ? [] : new int[shape.Filters * _taps];
        var run = new float[shape.GroupChannels];
        for (var i = 0; i < shape.Filters * _taps; i++)
        {
            var (filter, tap) = Math.DivRem(i, _taps);
            for (var c = 0; c < run.Length; c++) run[c] = kernel[(((tap * run.Length) + c) * shape.Filters) + filter];
            ScalarSigns.Pack(run, run.Length, _words.AsSpan(i * _run, _run));
            if (Pad != 0) _tapSums[i] = (int)run.Sum(value => (double)value);
        }
    }

    /// <summary>What lies around the image; 0 where nothing does.</summary>
    public int Pad { get; }

    public long Bytes => ((long)_words.Length * sizeof(ulong)) + ((long)_tapSums.Length * sizeof(int));

    public ReadOnlySpan<ulong> Tap(int filter, int tap) => _words.AsSpan(((filter * _taps) + tap) * _run, _run);

    /// <summary>The sum of a filter's signs at one tap; only where <see cref="Pad"/> is not 0.</summary>
    public int TapSum(int filter, int tap) => _tapSums[(filter * _taps) + tap];
}
