using System.Diagnostics;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>The program that dereferences null, in a process of its own.</summary>
internal sealed record SignalsProcess(int ExitCode, string[] Said, string Errors)
{
    /// <summary>The exit code of a process that a fault ended, as a shell would say it.</summary>
    public const int Fault = 139;

    public static SignalsProcess Run(string arguments, params (string Name, string Value)[] variables)
    {
        var beside = AppContext.BaseDirectory;
        var tests = Path.Combine(beside, "Microsoft.ML.Larq.Tests");
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(beside, "Microsoft.ML.Larq.Tests.Signals.dll"), .. arguments.Split(' '),
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_WAIT_POLICY"] = "PASSIVE" },
        };
        start.Environment.Remove("ONEDNN_MAX_CPU_ISA");
        start.Environment.Remove("DNNL_MAX_CPU_ISA");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        return new SignalsProcess(process.ExitCode, said.Split('\n'), errors.Result);
    }

    public override string ToString() => $"Exit code {ExitCode}; {string.Join('\n', Said)}\n{Errors}";
}
