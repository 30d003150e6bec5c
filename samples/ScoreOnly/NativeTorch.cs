using System.Diagnostics;

namespace ScoreOnly;

/// <summary>Looks for native libraries of libtorch and TorchSharp; TorchSharp.dll, which is managed, is none.</summary>
internal static class NativeTorch
{
    private static readonly string[] Names =
        ["libtorch", "torch_", "torch.", "libc10", "c10", "libLibTorchSharp", "LibTorchSharp"];

    /// <summary>Those that this process has mapped.</summary>
    public static IReadOnlyList<string> Loaded() => [.. Modules().Where(Is).Distinct()];

    /// <summary>Those that lie in a folder or below it.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(Is)];

    private static IEnumerable<string> Modules() => OperatingSystem.IsLinux()
        ? File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
        : Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.FileName);

    private static bool Is(string path) =>
        Names.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
