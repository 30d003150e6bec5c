using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.Serving;

/// <summary>samples/WebApi in a process of its own, on a free port of this machine alone.</summary>
internal sealed partial class Server : IDisposable
{
    private static readonly string Program = typeof(Server).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "WebApi").Value!;

    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Server(string model, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Program, "--urls", "http://127.0.0.1:0", $"--Serving:Model={model}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process = Process.Start(start)!;
        Process.OutputDataReceived += (_, line) => Hear(line.Data);
        Process.ErrorDataReceived += (_, line) => Hear(line.Data);
        Process.EnableRaisingEvents = true;
        Process.Exited += (_, _) => _address.TrySetResult(null);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    /// <summary>What has to be shipped beside .NET and ASP.NET Core.</summary>
    public static string Folder => Path.GetDirectoryName(Program)!;

    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public Process Process { get; }

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>A client, once the server listens.</summary>
    public async Task<HttpClient> Client()
    {
        var address = await _address.Task.WaitAsync(Limit);
        Assert.IsNotNull(address, Said);
        return new HttpClient { BaseAddress = address, Timeout = Limit };
    }

    /// <summary>What a service manager sends to have a program end.</summary>
    public void AskToStop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        kill.WaitForExit();
        Assert.AreEqual(0, kill.ExitCode);
    }

    public async Task<int> Exit()
    {
        await Process.WaitForExitAsync().WaitAsync(Limit);
        return Process.ExitCode;
    }

    /// <summary>Asks again and again, up to the limit.</summary>
    public static async Task Until(Func<Task<bool>> isSo, string what)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit; await Task.Delay(20))
            if (await isSo()) return;
        Assert.Fail($"After {Limit.TotalSeconds} s: {what}.");
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said) _said.AppendLine(line);
        if (line is not null && Listening().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
