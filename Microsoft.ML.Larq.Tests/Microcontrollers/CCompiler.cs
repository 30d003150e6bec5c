using System.Diagnostics;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>The system's C compiler, and what it made.</summary>
internal static class CCompiler
{
    public static readonly string[] Strict =
    [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wshadow", "-Wmissing-prototypes",
        "-Wstrict-prototypes", "-Wdouble-promotion", "-Wundef", "-ffp-contract=off",
    ];

    // Whatever is undefined ends the program.
    public static readonly string[] Watched =
        ["-g", "-O1", "-fsanitize=undefined,address", "-fno-sanitize-recover=all"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly Lazy<bool> CanWatch = new(() => Tries(Watched));

    /// <summary>Options under which undefined behaviour shows, where the compiler has them; else none.</summary>
    public static string[] WatchedWhereItCan => CanWatch.Value ? Watched : ["-O1"];

    /// <summary>The compiler; without one the test says so and is neither good nor bad.</summary>
    public static string Here() => Find("cc", "gcc", "clang") is { } found
        ? found
        : throw new AssertInconclusiveException("No C compiler (cc, gcc, clang) is installed: nothing was compiled.");

    /// <summary>The first of some programs that is on the path; null for none.</summary>
    public static string? Find(params string[] names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Whether a program can be made and run with options.</summary>
    public static bool Tries(string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("larq-c").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "try.c"), "int main(void) { return 0; }\n");
            return Run(Here(), folder, [], [.. options, "try.c", "-o", "try", "-lm"]).Code == 0
                && Run(Path.Combine(folder, "try"), folder, []).Code == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Compiles in a folder; the compiler must be content.</summary>
    public static void Compile(string folder, params string[] arguments)
    {
        var (code, _, said) = Run(Here(), folder, [], arguments);
        Assert.AreEqual(0, code, $"{string.Join(' ', arguments)}\n{said}");
    }

    /// <summary>Runs a program with bytes that it reads.</summary>
    public static (int Code, byte[] Output, string Said) Run(
        string program, string folder, byte[] input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASAN_OPTIONS"] = "detect_leaks=0", ["LC_ALL"] = "C" },
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var read = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that ended early says why by its code.
        }

        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} was not done within {Limit}.");
        }

        read.Wait();
        return (process.ExitCode, output.ToArray(), said.Result);
    }
}
