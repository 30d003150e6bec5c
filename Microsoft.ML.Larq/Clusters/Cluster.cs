using Microsoft.ML.Larq.Clusters.Mpi;
using Microsoft.ML.Larq.Clusters.Threads;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters;

/// <summary>Ranks that train one network together: processes of MPI, or threads of this process.</summary>
/// <remarks>
/// <para>
/// Each rank takes <c>BatchSize</c> rows of a step, so that n ranks step over n·<c>BatchSize</c> rows; the gradients
/// are added up in the ranks' order and are the mean over all these rows. Shuffling, held-out rows, thresholds, scales,
/// statistics, values of metrics and early stopping are those of all rows. Rank 0 alone reports, calls callbacks and
/// writes checkpoints; every rank ends with the same weights, bit for bit, which is checked after every epoch.
/// </para>
/// <para>
/// All ranks give the same options, and the same columns; what differs is an error that names it. A rank that throws,
/// or that is not heard of for too long, ends the training of all with an error that names it.
/// </para>
/// </remarks>
public sealed class Cluster
{
    private readonly ICluster _ranks;

    internal Cluster(ICluster ranks) => _ranks = ranks;

    /// <summary>This process's number, from 0.</summary>
    public int Rank => _ranks.Rank;

    /// <summary>How many ranks there are; 1 where the process was started alone.</summary>
    public int Size => _ranks.Size;

    /// <summary>
    /// The processes that <c>mpirun</c> (<c>mpiexec</c>, <c>srun</c>) started; this one alone where none did.
    /// </summary>
    /// <remarks>
    /// The library is the system's: Open MPI, or one with MPICH's binary interface (MPICH, Intel MPI, MVAPICH, MS-MPI).
    /// The variable <c>LARQ_MPI_LIBRARY</c> names its file where it is not found by itself.
    /// </remarks>
    /// <param name="rowsAreShares">
    /// Whether each rank reads other rows, which are then exchanged: all train on all, in the order of the ranks.
    /// Default false: every rank reads the same rows, and takes its share of each step.
    /// </param>
    /// <param name="synchronizeBatchNormalization">
    /// Whether batch normalizations use mean and variance of all ranks' rows of a step. Default false: of each rank's
    /// own.
    /// </param>
    /// <param name="patience">
    /// How long a rank waits for another, here for all to call this too, above 0; null (default): 5 minutes.
    /// </param>
    /// <param name="wire">As what gradients are sent; default: as they are.</param>
    /// <exception cref="InvalidOperationException">
    /// A launcher started the process, and its MPI is not found or is another one.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// Some process has not called this within <paramref name="patience"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="patience"/> is not above 0, or there is no such <paramref name="wire"/>.
    /// </exception>
    public static Cluster Mpi(
        bool rowsAreShares = false, bool synchronizeBatchNormalization = false, TimeSpan? patience = null,
        GradientWire wire = GradientWire.Exact) =>
        new(MpiCluster.Of(Checked(rowsAreShares, synchronizeBatchNormalization, patience, wire)));

    /// <summary>Threads of this process, each with a copy of rows and weights.</summary>
    /// <remarks>
    /// Networks with quantizers of one's own are refused: they may draw from Torch's generator, of which a process has
    /// one.
    /// </remarks>
    /// <param name="ranks">How many, from 1 to 64.</param>
    /// <param name="synchronizeBatchNormalization">As in <see cref="Mpi"/>.</param>
    /// <param name="patience">As in <see cref="Mpi"/>.</param>
    /// <param name="wire">As in <see cref="Mpi"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Cluster InProcess(
        int ranks, bool synchronizeBatchNormalization = false, TimeSpan? patience = null,
        GradientWire wire = GradientWire.Exact)
    {
        const int Most = 64;
        if (ranks is < 1 or > Most)
            throw new ArgumentOutOfRangeException(nameof(ranks), ranks, $"A process has from 1 to {Most} ranks.");
        return new(new ThreadCluster(
            ranks, Checked(rowsAreShares: false, synchronizeBatchNormalization, patience, wire)));
    }

    /// <summary>In words: what the ranks are.</summary>
    public override string ToString() => _ranks.ToString()!;

    /// <summary>Does a piece of work on every rank.</summary>
    /// <returns>This rank's result.</returns>
    internal T Run<T>(Func<Ranks, T> work) => _ranks.Run(work);

    private static ClusterChoices Checked(
        bool rowsAreShares, bool synchronizeBatchNormalization, TimeSpan? patience, GradientWire wire)
    {
        if (patience <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(patience), patience, "A rank waits longer than 0.");
        if (!Enum.IsDefined(wire))
        {
            throw new ArgumentOutOfRangeException(
                nameof(wire), wire, $"Gradients are sent as {string.Join(", ", Enum.GetNames<GradientWire>())}.");
        }

        return new(rowsAreShares, synchronizeBatchNormalization, patience ?? TimeSpan.FromMinutes(5), wire);
    }
}
