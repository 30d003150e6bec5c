using System.Diagnostics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// A network compiled for scoring: binary layers on packed bits, the rest in float. Needs no native library.
/// </summary>
/// <remarks>
/// <para>Immutable and safe for use by several threads at once; memory for a row is pooled between calls.</para>
/// <para>
/// A layer whose input and kernel are ±1, or are told by planes of bits, runs on bits and its sums are exact; every
/// other sum is taken in single precision in a fixed order, so the same row gives the same bits in every call.
/// <see cref="Report"/> says which layer runs how, and why.
/// </para>
/// <para>
/// Any number may come in. A sign quantizer turns 0, −0 and NaN to +1; of inputs of k bits NaN has level 0 where
/// levels are summed; a quantile thermometer turns NaN to −1;
/// infinities are numbers larger or smaller than all others; elsewhere they follow IEEE 754.
/// </para>
/// <para>
/// Kernels exist for AVX-512 with VPOPCNTDQ (machine code made at run time, unless <c>LARQ_MACHINE_CODE</c> is 0), with
/// VBMI, AVX-512, AVX2, AdvSimd and as plain code; all give the same bits. The fastest that the machine has is taken;
/// the environment variable <c>LARQ_ISA</c> forces one when a network is compiled: <c>avx512popcnt</c>,
/// <c>avx512vbmi</c>, <c>avx512permb</c>, <c>avx512</c>, <c>avx2</c>, <c>advsimd</c> or <c>scalar</c>. AdvSimd was
/// tested under emulation; no time was taken on an ARM processor.
/// </para>
/// </remarks>
public sealed partial class PackedNetwork
{
    // Passes before those that a profile counts.
    private const int Uncounted = 5;

    private readonly PackedPlan _plan;

    private PackedNetwork(PackedNetwork other, PackedUse use) =>
        (_plan, Weights, Definition, Report, Use) = (other._plan, other.Weights, other.Definition, other.Report, use);

    private PackedNetwork(NetworkDefinition definition, NetworkWeights weights, PackedUse use, KernelSet kernels)
    {
        Definition = definition;
        Use = use;
        Weights = weights;
        var steps = PackedSteps.Of(definition, weights.Quantized(definition), kernels);
        _plan = new PackedPlan(steps.Input, steps.Ops, steps.Output);
        Report = new PackedReport(steps.Lines);
    }

    /// <summary>The network that was compiled.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>What was made of each layer.</summary>
    public PackedReport Report { get; }

    /// <summary>What its rows and scores are; <see cref="LearningTask.Outputs"/> where nothing was said.</summary>
    public PackedUse Use { get; }

    /// <summary>The weights as they were given: latent kernels, or signs.</summary>
    internal NetworkWeights Weights { get; }

    /// <summary>Numbers in a row that goes in.</summary>
    public int InputSize => Definition.InputShape.Size;

    /// <summary>Numbers in a row of scores.</summary>
    public int OutputSize => Definition.OutputShape.Size;

    /// <summary>Compiles a network.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">
    /// Its weights; quantized kernels latent or already binary. They are kept, for <see cref="Save(string)"/>.
    /// </param>
    /// <param name="use">
    /// What its rows and scores are, for <see cref="Predict"/>; null (default): numbers as the network gives them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The weights are not the network's, and the message names one; the network cannot be used so; or <c>LARQ_ISA</c>
    /// names kernels that are unknown or that this machine lacks, and the message lists those it has.
    /// </exception>
    /// <exception cref="NotSupportedException">A layer cannot be compiled; the message names it.</exception>
    public static PackedNetwork Compile(
        NetworkDefinition definition, NetworkWeights weights, PackedUse? use = null) =>
        FirstRow.Score(Compile(definition, weights, KernelSet.Choose(), use));

    internal static PackedNetwork Compile(
        NetworkDefinition definition, NetworkWeights weights, KernelSet kernels, PackedUse? use = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        use ??= new PackedUse(LearningTask.Outputs);
        use.Require(definition);
        return new PackedNetwork(definition, weights, use, kernels);
    }

    /// <summary>The same network with another use.</summary>
    internal PackedNetwork For(PackedUse use)
    {
        use.Require(Definition);
        return new PackedNetwork(this, use);
    }

    /// <summary>Scores one row or many, on several threads where they are allowed and pay.</summary>
    /// <remarks>
    /// The threads beside the caller's are one set for all networks of the process, one for each processor but one.
    /// Each is started when first wanted, takes part where it is free, watches for the next work for at most 0.2 ms
    /// after its last, then sleeps, and ends after 20 s without work. A call waits for none that has not begun: where
    /// others keep all of them busy, the caller does the work itself.
    /// </remarks>
    /// <param name="rows">The rows, one after another, each <see cref="InputSize"/> numbers in row-major order.</param>
    /// <param name="scores">
    /// Where the scores go, <see cref="OutputSize"/> numbers per row; must not overlap the rows.
    /// </param>
    /// <param name="maxDegreeOfParallelism">
    /// How many threads may work at once, the caller's among them: at least 1, or −1 for as many as there are
    /// processors, of which more are not used; default 1. Many rows are shared out among them, and of one row every
    /// layer that is large enough; a small row stays on its thread. Scores have the same bits for any number.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The lengths are not those of the same number of rows, or the spans overlap.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maxDegreeOfParallelism"/> is neither −1 nor at least 1.
    /// </exception>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, int maxDegreeOfParallelism = 1)
    {
        CheckThreads(maxDegreeOfParallelism, nameof(maxDegreeOfParallelism));
        if (Rows(rows, scores) == 0) return;
        _plan.Score(rows, scores, maxDegreeOfParallelism < 0 ? Environment.ProcessorCount : maxDegreeOfParallelism);
    }

    /// <exception cref="ArgumentOutOfRangeException">It is neither −1 nor at least 1.</exception>
    internal static void CheckThreads(int threads, string name)
    {
        if (threads is >= 1 or -1) return;
        throw new ArgumentOutOfRangeException(
            name, threads, "The number of threads is at least 1, or −1 for as many as there are processors.");
    }

    /// <summary>Requires that the memory in which a row is scored stays within a budget.</summary>
    /// <exception cref="FormatException">It does not; the message says what it would take.</exception>
    internal void Require(NetworkBudget budget)
    {
        const int BytesAnActivation = 8;
        if (_plan.RowBytes / BytesAnActivation <= budget.Activations) return;
        throw new FormatException(
            $"The network takes {_plan.RowBytes} bytes to score a row; the budget "
            + $"{nameof(NetworkBudget)}.{nameof(budget.Activations)} of {budget.Activations} allows "
            + $"{BytesAnActivation} times as many: {nameof(NetworkBudget)} says how a larger one is given.");
    }

    /// <summary>Shares out whatever can be, however little it is.</summary>
    /// <param name="workers">Where other threads come from.</param>
    internal void ShareAll(WorkerPool workers) => (_plan.LeastPart, _plan.Workers) = (1e-9, workers);

    /// <summary>Measures what each layer takes of the time of a row, on the caller's thread.</summary>
    /// <remarks>
    /// A few passes before the measured ones are not counted: the first ones of a process run on code that is still to
    /// be compiled fully. On a machine that does other work, more passes help.
    /// </remarks>
    /// <param name="row">
    /// A row; none, the default, takes numbers between 0 and 1 drawn at random, the same ones each time: times hardly
    /// depend on values.
    /// </param>
    /// <param name="passes">Passes that are measured, at least 1; default 50.</param>
    /// <exception cref="ArgumentException">The row is not of <see cref="InputSize"/> numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="passes"/> is less than 1.</exception>
    public PackedProfile Profile(ReadOnlySpan<float> row = default, int passes = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        if (row.IsEmpty) row = Drawn();
        if (row.Length != InputSize)
            throw new ArgumentException($"A row has {InputSize} numbers, got {row.Length}.", nameof(row));
        var (scores, layers) = (new float[OutputSize], Report.Layers.Select(_ => new double[passes]).ToArray());
        var whole = new double[passes];
        for (var pass = -Uncounted; pass < passes; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            Score(row, scores);
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var parts = _plan.Profile(row, scores);
            if (pass < 0) continue;
            whole[pass] = time;
            foreach (var (line, seconds) in parts) layers[line][pass] += seconds * 1e3;
        }

        return new PackedProfile(
            [.. Report.Layers.Zip(layers, (layer, times) => new ProfiledLayer(layer, Median(times)))], Median(whole));
    }

    private float[] Drawn()
    {
        var (row, random) = (new float[InputSize], new Random(1));
        foreach (ref var number in row.AsSpan()) number = random.NextSingle();
        return row;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        var half = times.Length / 2;
        return times.Length % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
    }

    private int Rows(ReadOnlySpan<float> rows, Span<float> scores)
    {
        var (count, rest) = Math.DivRem(rows.Length, InputSize);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"Rows have {InputSize} numbers each, got {rows.Length} numbers, which is no multiple.", nameof(rows));
        }

        if (scores.Length != (long)count * OutputSize)
        {
            throw new ArgumentException(
                $"{count} rows have {(long)count * OutputSize} scores, {OutputSize} each, "
                + $"got room for {scores.Length}.",
                nameof(scores));
        }

        if (scores.Overlaps(rows)) throw new ArgumentException("The scores must not overlap the rows.", nameof(scores));
        return count;
    }
}
