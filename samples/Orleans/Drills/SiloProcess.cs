using System.Diagnostics;
using System.Globalization;
using OrleansSample.Members;

namespace OrleansSample.Drills;

/// <summary>A silo in a process of its own, which is killed at the end if nothing else ended it.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MembersFile _members;
    private readonly int _gateway;

    private SiloProcess(Process process, MembersFile members, int gateway) =>
        (Process, _members, _gateway) = (process, members, gateway);

    public Process Process { get; }

    private static bool IsHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    /// <summary>A silo that takes requests.</summary>
    public static async Task<SiloProcess> Start(string model, string members, int port, int gateway)
    {
        // The program that runs now: itself, or dotnet with its assembly.
        string[] arguments =
        [
            .. IsHost ? [Path.Combine(AppContext.BaseDirectory, "OrleansSample.dll")] : Array.Empty<string>(),
            "silo", model, members, port.ToString(CultureInfo.InvariantCulture),
            gateway.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);

        // Each lost connection would be a page of the log.
        start.Environment["Logging__LogLevel__Default"] = "Critical";
        var silo = new SiloProcess(Process.Start(start)!, new MembersFile(members), gateway);
        await silo.Until(member => member.Status == SiloStatus.Active);
        return silo;
    }

    /// <summary>As <c>kill -9</c>: nothing is finished, nobody is told.</summary>
    public void Kill()
    {
        Process.Kill();
        Process.WaitForExit();
    }

    /// <summary>Asks it to end by itself, as a system does that takes a machine down; the exit code.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", $"-TERM {Process.Id}");
        using var limit = new CancellationTokenSource(Patience);
        await Process.WaitForExitAsync(limit.Token);
        return Process.ExitCode;
    }

    /// <summary>Until the others have written down that it is dead.</summary>
    public Task UntilDead() => Until(member => member.Status == SiloStatus.Dead);

    public void Dispose()
    {
        if (!Process.HasExited) Kill();
        Process.Dispose();
    }

    // The newest silo at this gateway: those before it died.
    private async Task Until(Func<Member, bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        var started = Process.StartTime.ToUniversalTime();
        while (_members.Read().Members.SingleOrDefault(
            member => member.Gateway == _gateway && member.Started > started) is not { } silo || !isSo(silo))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException(
                    $"The silo at {_gateway} is not as it should be after {Patience.TotalSeconds} s.");
            }

            await Task.Delay(20);
        }
    }
}
