using Microsoft.ML.Larq.Packed.Kernels.Binary;

namespace Microsoft.ML.Larq.Packed.Kernels.Emitted;

/// <summary>Popcounts of 512 bits by VPOPCNTQ, which no intrinsic reaches: machine code made at run time.</summary>
internal sealed unsafe class EmittedKernel : PopcountKernel
{
    // A call without a transition blocks the garbage collector: it must not take more than about a microsecond.
    private const int ShortSteps = 64;

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

    public override string Name => "avx512popcnt";

    /// <summary>A kernel of tiles of 16 or 32 filters; null where the system forbids code made at run time.</summary>
    public static EmittedKernel? Create(int filters)
    {
        var (vectors, windows) = (filters / 8, OperatingSystem.IsWindows());
        var large = CodePage.Load(PopcountTile.Assemble(Pixels, vectors, windows));
        var small = CodePage.Load(PopcountTile.Assemble(1, vectors, windows));
        return large == 0 || small == 0 ? null : new EmittedKernel(filters, large, small);
    }

    public override void Count(int pixels, ulong* patches, nint stride, ulong* weights, int steps, int* counts)
    {
        var code = pixels == Pixels ? _large : _small;
        var bytes = stride * sizeof(ulong);
        if (steps <= ShortSteps)
        {
            ((delegate* unmanaged[SuppressGCTransition]<ulong*, nint, ulong*, nint, int*, void>)code)(
                patches, bytes, weights, steps, counts);
        }
        else
        {
            ((delegate* unmanaged<ulong*, nint, ulong*, nint, int*, void>)code)(
                patches, bytes, weights, steps, counts);
        }
    }
}
