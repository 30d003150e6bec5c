using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Packed;

namespace Larq.ModelBuilder.Code;

/// <summary>Packages that are made here, where this program runs out of the library's own source tree.</summary>
internal static class LocalPackages
{
    private const string Solution = "Larq.MLNet.sln";

    private static readonly string[] Projects =
        ["Microsoft.ML.Larq/Engine", "Microsoft.ML.Larq/Torch", "Microsoft.ML.Larq"];

    /// <summary>The source tree that this program was built in, or null.</summary>
    public static string? SourceTree { get; } = Above(AppContext.BaseDirectory);

    /// <summary>The packages' version: one for each state of the sources, so that no cache holds another.</summary>
    public static string Version
    {
        get
        {
            Type[] assemblies = [typeof(BinarizedNetworkTrainer), typeof(PackedNetwork), typeof(QuantDense)];
            var modules = assemblies.SelectMany(type => type.Module.ModuleVersionId.ToByteArray()).ToArray();
            return $"{PackageOrigin.Default.Version}-local.x{Convert.ToHexStringLower(SHA256.HashData(modules))[..12]}";
        }
    }

    /// <summary>Packs the library into the source tree's folder of what is built, if it is not there yet.</summary>
    /// <exception cref="IOException">Packing failed; the message says how.</exception>
    public static PackageOrigin Pack(string tree, CancellationToken stop)
    {
        var origin = new PackageOrigin(Version, Path.Combine(tree, "artifacts", "packages"));
        var last = Path.Combine(origin.Folder!, $"Microsoft.ML.Larq.{origin.Version}.nupkg");
        if (File.Exists(last)) return origin;
        foreach (var project in Projects) Pack(Path.Combine(tree, project), origin, stop);
        return File.Exists(last) ? origin : throw new IOException($"Packing made no '{last}'.");
    }

    private static void Pack(string project, PackageOrigin origin, CancellationToken stop)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "pack", project, "-c", "Release", "-o", origin.Folder!, "-p:PackageVersion=" + origin.Version,
                "-nodereuse:false", "-v", "q", "-nologo",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the command dotnet run tells its program is not meant for another build.
        foreach (var name in start.Environment.Keys.ToArray())
            if (name.StartsWith("MSBuild", StringComparison.Ordinal)) start.Environment.Remove(name);
        using var process = Process.Start(start) ?? throw new IOException("The command dotnet cannot be started.");
        using var end = stop.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new IOException($"Packing '{project}' failed with {process.ExitCode}: {output}{errors.Result}");
    }

    private static string? Above(string folder)
    {
        for (var one = new DirectoryInfo(folder); one is not null; one = one.Parent)
            if (File.Exists(Path.Combine(one.FullName, Solution))) return one.FullName;
        return null;
    }
}
