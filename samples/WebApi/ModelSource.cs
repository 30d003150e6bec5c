using Microsoft.Extensions.Options;

namespace WebApi;

/// <summary>
/// The model that is served now. A newer file takes its place between two requests; one that cannot be read is logged,
/// and the old model stays. Put a new file in place by renaming it, so that nobody sees half of one.
/// </summary>
internal sealed class ModelSource(IOptions<ServingOptions> options, ILogger<ModelSource> log) : BackgroundService
{
    private readonly ServingOptions _options = options.Value;
    private volatile ServedModel? _model;
    private (DateTime Time, long Length) _seen;

    public ServedModel Model => _model ?? throw new InvalidOperationException("No model is loaded yet.");

    public bool IsLoaded => _model is not null;

    /// <summary>Loads before the server listens: a file that is missing or damaged ends the program at once.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _seen = Stamp();
        _model = new ServedModel(_options.Model, _options.Concurrent);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.ReloadSeconds <= 0) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.ReloadSeconds));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Reload();
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }
    }

    private void Reload()
    {
        try
        {
            var stamp = Stamp();
            if (stamp == _seen) return;
            _seen = stamp;
            _model = new ServedModel(_options.Model, _options.Concurrent);
            log.LogInformation("Serves the new {Model}", _options.Model);
        }
        catch (Exception error)
        {
            log.LogError(error, "The new {Model} cannot be read; the old one is served on", _options.Model);
        }
    }

    private (DateTime Time, long Length) Stamp()
    {
        var file = new FileInfo(_options.Model);
        return (file.LastWriteTimeUtc, file.Exists ? file.Length : 0);
    }
}
