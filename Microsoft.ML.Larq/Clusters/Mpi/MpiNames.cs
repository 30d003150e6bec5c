using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>Finds the system's MPI library.</summary>
internal static class MpiNames
{
    /// <summary>The variable that names its file.</summary>
    public const string Variable = "LARQ_MPI_LIBRARY";

    private static readonly string[] OpenMpi = OperatingSystem.IsWindows() ? []
        : OperatingSystem.IsMacOS() ? ["libmpi.40.dylib", "libmpi.dylib"]
        : ["libmpi.so.40", "libmpi.so.80", "libmpi.so"];

    private static readonly string[] Others = OperatingSystem.IsWindows() ? ["msmpi.dll", "impi.dll"]
        : OperatingSystem.IsMacOS() ? ["libmpi.12.dylib", "libpmpi.12.dylib", "libmpi.dylib"]
        : ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"];

    /// <summary>Loads it.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what was tried.</exception>
    public static (nint Library, string Name) Load()
    {
        string[] names = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? [own]
            : Launcher.IsOpenMpi ? OpenMpi : Others;
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return (library, name);
        }

        var kind = Launcher.IsOpenMpi ? "Open MPI" : "MPICH, Intel MPI, MVAPICH or MS-MPI";
        throw new InvalidOperationException(
            $"Cluster.Mpi: a launcher of {kind} started this process ({Launcher.Variable} is set), but its library is "
            + $"not found; tried {string.Join(", ", names.Select(name => $"'{name}'"))}. Install it, or name its file "
            + $"in the variable {Variable}.");
    }
}
