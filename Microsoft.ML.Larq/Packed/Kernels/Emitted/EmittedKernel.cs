using System.Collections.Concurrent;
using Microsoft.ML.Larq.Packed.Kernels.Binary;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>Popcounts of 512 bits by VPOPCNTQ, which no intrinsic reaches: machine code made at run time.</summary>
internal sealed unsafe class EmittedKernel : PopcountKernel
{
    // A call without a transition blocks the garbage collector: it must not take more than about a microsecond. So
    // many steps of a pixel and a tile of filters take less.
    private const int Short = 512;

    private static readonly ConcurrentDictionary<(int Filters, int Steps), EmittedKernel?> Known = [];

    private readonly nint _large;
    private readonly nint _small;

    private EmittedKernel(int filters, nint large, nint small)
    {
        Filters = filters;
        _large = large;
        _small = small;
    }

    public override int Lanes => 8;

    public override int Filters { get; }

    public override int Together => Filters / Lanes;

    public override string Name => "avx512popcnt";

    /// <summary>A kernel of tiles of 16 or 32 filters; null where the system forbids code made at run time.</summary>
    /// <param name="filters">16 or 32.</param>
    /// <param name="steps">Words of a patch; 0, the default, for any number.</param>
    public static EmittedKernel? Create(int filters, int steps = 0) =>
        Known.GetOrAdd((filters, steps), key => Make(key.Filters, key.Steps));

    /// <summary>Of short patches all steps are written out.</summary>
    public override PopcountKernel For(int steps) =>
        steps is >= 1 and <= PopcountTile.MostSteps ? Create(Filters, steps) ?? this : this;

    public override void Count(in CountWork work)
    {
        var (tiles, rest) = Math.DivRem(work.Pixels, Pixels);
        if (tiles > 0) Call(_large, work, 0, tiles, tiles * Pixels);
        if (rest > 0) Call(_small, work, tiles * Pixels, rest, rest);
    }

    private static void Call(nint code, in CountWork work, int first, int tiles, int pixels)
    {
        var call = new PopcountCall
        {
            Patches = work.Patches + (first * work.Stride),
            Stride = work.Stride * sizeof(ulong),
            Weights = work.Weights,
            Steps = work.Steps,
            Counts = work.Counts + ((nint)first * work.Width),
            CountStride = work.Width * sizeof(int),
            PixelTiles = tiles,
            FilterTiles = work.Tiles,
        };
        if ((long)pixels * work.Steps * work.Tiles <= Short)
            ((delegate* unmanaged[SuppressGCTransition]<PopcountCall*, void>)code)(&call);
        else
            ((delegate* unmanaged<PopcountCall*, void>)code)(&call);
    }

    private static EmittedKernel? Make(int filters, int steps)
    {
        var (vectors, windows) = (filters / 8, OperatingSystem.IsWindows());
        var large = CodePage.Load(new PopcountTile(Pixels, vectors, steps, windows).Assemble());
        var small = CodePage.Load(new PopcountTile(1, vectors, steps, windows).Assemble());
        return large == 0 || small == 0 ? null : new EmittedKernel(filters, large, small);
    }
}
