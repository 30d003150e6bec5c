using System.Reflection;
using Microsoft.ML.Larq;

namespace Larq.ModelBuilder.Code;

/// <summary>Where generated projects get the library's package from.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Folder">
/// A folder with packages, absolute or from the folder that holds the projects, with slashes; null where the machine's
/// own sources have it.
/// </param>
internal sealed record PackageOrigin(string Version, string? Folder)
{
    private const string Id = "Microsoft.ML.Larq";

    /// <summary>The version of libtorch's package that the library was built with.</summary>
    public const string TorchVersion = "0.107.0";

    /// <summary>The package of the library that this program runs with, from the machine's own sources.</summary>
    public static PackageOrigin Default { get; } = new(
        typeof(BinarizedNetworkTrainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0],
        null);

    /// <summary>The newest package in a folder.</summary>
    /// <exception cref="IOException">There is no such folder, or no package of the library in it.</exception>
    public static PackageOrigin In(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var newest = new DirectoryInfo(folder).EnumerateFiles($"{Id}.*.nupkg")
            .Where(file => char.IsAsciiDigit(file.Name[Id.Length + 1]))
            .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            ?? throw new FileNotFoundException($"Folder '{folder}' holds no package {Id}.VERSION.nupkg.");
        return new PackageOrigin(newest.Name[(Id.Length + 1)..^".nupkg".Length], Path.GetFullPath(folder));
    }
}
