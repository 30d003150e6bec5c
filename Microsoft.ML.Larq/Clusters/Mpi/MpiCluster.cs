using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>The processes that a launcher started; this one alone where none did.</summary>
internal sealed class MpiCluster : ICluster
{
    private readonly MpiWorld? _world;
    private readonly ClusterChoices _choices;

    private MpiCluster(MpiWorld? world, ClusterChoices choices) => (_world, _choices) = (world, choices);

    public int Rank => _world?.Rank ?? 0;

    public int Size => _world?.Size ?? 1;

    /// <exception cref="InvalidOperationException">The launcher's MPI is not found, or is another one.</exception>
    /// <exception cref="TimeoutException">Not all ranks have begun.</exception>
    public static MpiCluster Of(ClusterChoices choices) => new(MpiWorld.Find(choices.Patience), choices);

    public T Run<T>(Func<Ranks, T> work) =>
        _world is null || Size == 1 ? work(Ranks.Alone) : _world.Run(_choices, work);

    public override string ToString() => _world is null ? "1 rank, which no launcher started"
        : $"{Size} ranks of {_world.Library.Name}";
}
