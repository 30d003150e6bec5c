using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Emitted;
using Microsoft.ML.Larq.Packed.Kernels.RealBySigns;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Sets;

/// <summary>
/// Which sets of kernels exist, which this machine has, and which is taken. Nothing else in the packed engine asks what
/// the processor can do: a set brings its kernels and its width with it.
/// </summary>
internal static class KernelChoice
{
    /// <summary>The environment variable that forces a set by its name.</summary>
    public const string Variable = "LARQ_ISA";

    /// <summary>The environment variable that, set to 0, forbids machine code made at run time.</summary>
    public const string MachineCode = "LARQ_MACHINE_CODE";

    private static readonly PopcountKernel[]? Emitted = Emit();

    // The fastest first, except where Sorted says otherwise. BMI2 is asked for beside VBMI because PDEP cuts signs into
    // steps.
    private static readonly (string Name, bool IsSupported, Func<KernelSet> Create)[] Known =
    [
        ("avx512popcnt", Emitted is not null && Avx512BW.IsSupported, () => new VectorKernelSet<Avx512Width>(
            "avx512popcnt", [new Avx2Kernel(), .. Emitted!], null, default, new Avx512SignKernel(), Slices512())),
        ("avx512vbmi", HasTables512, () => new VectorKernelSet<Avx512Width>(
            "avx512vbmi", [new Avx2Kernel()], new Avx512VbmiTables(), (9, int.MaxValue), new Avx512SignKernel(),
            Slices512())),
        ("avx512permb", HasTables512, () => new VectorKernelSet<Avx512Width>(
            "avx512permb", [new Avx2Kernel()], new Avx512PermuteTables(), (9, int.MaxValue), new Avx512SignKernel(),
            Slices512())),
        ("avx512", Avx512BW.IsSupported, () => new VectorKernelSet<Avx512Width>(
            "avx512", [new Avx512Kernel()], new Avx2Tables(), (33, int.MaxValue), new Avx512SignKernel(),
            Slices512())),
        ("avx2", Avx2.IsSupported, () => new VectorKernelSet<Avx2Width>(
            "avx2", [new Avx2Kernel()], new Avx2Tables(), (9, int.MaxValue), new Avx2SignKernel(), new Avx2Slices())),
        ("advsimd", AdvSimd.Arm64.IsSupported && BitConverter.IsLittleEndian, () => new VectorKernelSet<AdvSimdWidth>(
            "advsimd", [new AdvSimdKernel()], null, default, new PlainSignKernel(), new AdvSimdSlices())),
        ("vector128", X86Base.X64.IsSupported && Vector128.IsHardwareAccelerated, () =>
            new VectorKernelSet<PortableWidth>(
                "vector128", [new WordKernel(), .. Emitted ?? []], null, default, new PlainSignKernel(),
                new PortableSlices())),
        ("scalar", true, () => new ScalarKernelSet()),
    ];

    /// <summary>What this machine has, the fastest first; the last is the scalar.</summary>
    public static ImmutableArray<KernelSet> Available { get; } =
        [.. Sorted([.. Known.Where(set => set.IsSupported).Select(set => set.Create())])];

    private static bool HasTables512 => Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>The set of that name, or the fastest where there is no name.</summary>
    /// <exception cref="ArgumentException">The machine has no such set; the message lists those it has.</exception>
    public static KernelSet Choose(string? name) => string.IsNullOrEmpty(name)
        ? Available[0]
        : Available.FirstOrDefault(set => set.Name == name) ?? throw new ArgumentException(
            $"{Variable} must be one of {string.Join(", ", Available.Select(set => set.Name))} on this machine"
            + $" (known are {string.Join(", ", Known.Select(set => set.Name))}), got '{name}'.");

    // A look-up in two vectors takes as long as in one on AMD's processors, and twice as long on others. Where vectors
    // of 512 bits are halved, one of 7 signs may cost less than exclusive or, popcount and sum of 8: it is tried.
    private static List<KernelSet> Sorted(List<KernelSet> sets)
    {
        var tables = sets.FindIndex(set => set.Name == "avx512vbmi");
        if (tables < 0) return sets;
        if (!X86Features.LooksUpFast) (sets[tables], sets[tables + 1]) = (sets[tables + 1], sets[tables]);
        if (tables > 0 && X86Features.HalvesVectors && !KernelRace.IsAsFast(sets[0], sets[tables]))
            (sets[0], sets[tables]) = (sets[tables], sets[0]);
        return sets;
    }

    // What the runtime was told of the processor plays no part.
    private static PopcountKernel[]? Emit() => Environment.GetEnvironmentVariable(MachineCode) != "0"
        && X86Features.HasVpopcntq
        && EmittedKernel.Create(16) is { } half && EmittedKernel.Create(32) is { } whole ? [half, whole] : null;

    private static SliceKernel Slices512() => Gfni.V512.IsSupported ? new GaloisSlices() : new Avx512Slices();
}
