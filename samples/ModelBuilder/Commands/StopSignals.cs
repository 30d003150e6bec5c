using System.Runtime.InteropServices;

namespace Larq.ModelBuilder.Commands;

/// <summary>Ctrl-C and a polite kill: the first asks for an end, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Heard),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Heard),
    ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Heard(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested) return;
        signal.Cancel = true;
        _ = _stop.CancelAsync();
    }
}
