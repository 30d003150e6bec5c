using System.Collections.Immutable;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Which sets of kernels exist, which this machine has, and which is taken. Nothing else in the packed engine asks what
/// the processor can do: a set brings its kernels and its width with it.
/// </summary>
internal static class KernelChoice
{
    /// <summary>The environment variable that forces a set by its name.</summary>
    public const string Variable = "LARQ_ISA";

    // The fastest first. BMI2 is asked for beside VBMI because PDEP cuts signs into steps.
    private static readonly (string Name, bool IsSupported, Func<KernelSet> Create)[] Known =
    [
        ("avx512vbmi", Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported, () => new VectorKernelSet<Avx512Width>(
            "avx512vbmi", new Avx2Kernel(), new Avx512VbmiTables(), new Avx512SignKernel(), Slices512())),
        ("avx512", Avx512BW.IsSupported, () => new VectorKernelSet<Avx512Width>(
            "avx512", new Avx512Kernel(), new Avx2Tables(), new Avx512SignKernel(), Slices512())),
        ("avx2", Avx2.IsSupported, () => new VectorKernelSet<Avx2Width>(
            "avx2", new Avx2Kernel(), new Avx2Tables(), new Avx2SignKernel(), new Avx2Slices())),
        ("advsimd", AdvSimd.Arm64.IsSupported && BitConverter.IsLittleEndian, () => new VectorKernelSet<AdvSimdWidth>(
            "advsimd", new AdvSimdKernel(), null, new PlainSignKernel(), new AdvSimdSlices())),
        ("scalar", true, () => new ScalarKernelSet()),
    ];

    /// <summary>What this machine has, the fastest first; the last is the scalar.</summary>
    public static ImmutableArray<KernelSet> Available { get; } =
        [.. Known.Where(set => set.IsSupported).Select(set => set.Create())];

    /// <summary>The set of that name, or the fastest where there is no name.</summary>
    /// <exception cref="ArgumentException">The machine has no such set; the message lists those it has.</exception>
    public static KernelSet Choose(string? name) => string.IsNullOrEmpty(name)
        ? Available[0]
        : Available.FirstOrDefault(set => set.Name == name) ?? throw new ArgumentException(
            $"{Variable} must be one of {string.Join(", ", Available.Select(set => set.Name))} on this machine"
            + $" (known are {string.Join(", ", Known.Select(set => set.Name))}), got '{name}'.");

    private static SliceKernel Slices512() => Gfni.V512.IsSupported ? new GaloisSlices() : new Avx512Slices();
}
