namespace Larq.Benchmarks;

/// <summary>What lies between two ranks, as Hockney saw it: a message of m bytes takes α + m·β seconds.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Latency">α in seconds.</param>
/// <param name="Rate">1/β: bytes a second.</param>
/// <param name="Source">Where both are from.</param>
internal sealed record Link(string Name, double Latency, double Rate, string Source)
{
    private const string Measured =
        "[osu_latency, osu_bw](https://gist.github.com/jfgrimm/3af692a5475bdd4ed836b5a18197a209)";

    /// <summary>Two processes of the machine that was measured, over its memory.</summary>
    public static Link Memory { get; } = new("this machine's memory", 0.8e-6, 5.6e9, "`wire`, see below");

    public static IReadOnlyList<Link> Networks { get; } =
    [
        new("1 Gbit/s", 25e-6, 117e6, $"MPICH over TCP: {Measured}"),
        new("10 Gbit/s", 10e-6, 1.17e9,
            "α: [10 µs between programs](https://doi.org/10.1007/s10766-009-0109-6); "
            + "of the rate as much as of 1 Gbit/s"),
        new("100 Gbit/s", 0.9e-6, 11.7e9, $"Open MPI over InfiniBand: {Measured}"),
    ];

    /// <summary>Seconds that one of n ranks takes to send each other one, one after another, so many bytes.</summary>
    public double Trade(int ranks, double bytes) => (ranks - 1) * (Latency + (bytes / Rate));
}
