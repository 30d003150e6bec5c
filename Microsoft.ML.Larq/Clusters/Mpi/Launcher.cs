using System.Globalization;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>What a launcher of MPI programs says of itself in the variables of the environment.</summary>
internal static class Launcher
{
    private static readonly (string Rank, string? Size, bool IsOpenMpi)[] Known =
    [
        ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", true),
        ("MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE", false),
        ("PMI_RANK", "PMI_SIZE", false),
        ("PMIX_RANK", null, true),
    ];

    /// <summary>The variable by which a launcher is known; null where none started this process.</summary>
    public static string? Variable => Found?.Rank;

    /// <summary>Whether it is Open MPI's, or one that Open MPI is started by.</summary>
    public static bool IsOpenMpi => Found?.IsOpenMpi == true;

    /// <summary>What it calls this process: a number, from 0.</summary>
    public static string? Rank => Variable is { } name ? Environment.GetEnvironmentVariable(name) : null;

    /// <summary>How many processes it says that it started; null where it does not say.</summary>
    public static int? Size => Found is { Size: { } name }
        && int.TryParse(
            Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        ? size
        : null;

    private static (string Rank, string? Size, bool IsOpenMpi)? Found => Known
        .Where(one => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(one.Rank)))
        .Select(one => ((string Rank, string? Size, bool IsOpenMpi)?)one).FirstOrDefault();
}
