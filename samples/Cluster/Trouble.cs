using Microsoft.ML.Larq.Clusters;

namespace ClusterSample;

/// <summary>What build/check-cluster.sh makes go wrong, to see what then becomes of all ranks.</summary>
internal static class Trouble
{
    /// <summary>Never comes back on the rank that shall not call <see cref="Cluster.Mpi"/>.</summary>
    public static void Sleep(CommandLine options)
    {
        var rank = Environment.GetEnvironmentVariable("PMI_RANK")
            ?? Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK");
        if (rank != $"{options.SleepsOn}") return;
        Console.WriteLine($"rank {rank}: sleeps; process {Environment.ProcessId}");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>What a program may still do after a training that failed: rank 0 saves something, and takes its time.
    /// </summary>
    public static void Save(CommandLine options, int rank, Exception error)
    {
        Console.WriteLine($"rank {rank}: caught: {error.Message}");
        if (rank != 0) return;
        Thread.Sleep(TimeSpan.FromSeconds(3));
        File.WriteAllText(Path.Combine(options.Folder, "saved"), "all of it");
        Console.WriteLine("rank 0: saved");
    }
}
