using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>A second name for a file, as MSBuild gives the package cache's files in output folders.</summary>
internal static class HardLink
{
    public static void Create(string existing, string name)
    {
        if (Link(existing, name) != 0)
            throw new IOException($"link('{existing}', '{name}') failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
