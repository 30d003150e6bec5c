using System.Runtime.ExceptionServices;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Threads;

/// <summary>Threads of this process; rank 0 is the caller's.</summary>
internal sealed class ThreadCluster(int size, ClusterChoices choices) : ICluster
{
    public int Rank => 0;

    public int Size => size;

    public override string ToString() => $"{size} ranks in this process";

    public T Run<T>(Func<Ranks, T> work)
    {
        var results = RunAll(ranks => work(ranks));
        return results[0];
    }

    /// <summary>Every rank's result.</summary>
    /// <exception cref="RankFailedException">A rank failed, and rank 0 did not do so itself.</exception>
    public T[] RunAll<T>(Func<Ranks, T> work)
    {
        if (size == 1) return [work(Ranks.Alone)];
        var hub = new ThreadHub(size);
        var (results, errors) = (new T[size], new Exception?[size]);
        Thread[] threads = [.. Enumerable.Range(1, size - 1).Select(rank => new Thread(() => RunOne(rank)))];
        foreach (var thread in threads) thread.Start();
        RunOne(0);
        foreach (var thread in threads) thread.Join();
        if (errors[0] is RankFailedException told && hub.Told is { } notice)
            throw new RankFailedException(told.Message, errors[notice.Rank]);
        if ((errors[0] ?? errors.FirstOrDefault(error => error is not null)) is { } first)
            ExceptionDispatchInfo.Capture(first).Throw();
        return results;

        void RunOne(int rank)
        {
            var ranks = new Ranks(new ThreadEndpoint(hub, rank), choices) { ShareAProcess = true };
            try
            {
                results[rank] = work(ranks);
                ranks.GatherValue((byte)0);
            }
            catch (Exception error)
            {
                errors[rank] = error;
                ranks.Fail(error);
            }
        }
    }
}
