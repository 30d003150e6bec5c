using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WebApi;

/// <summary>Whether to send requests here: a model is loaded, and nobody asked the program to stop.</summary>
internal sealed class Readiness(ModelSource source, IOptions<ServingOptions> options)
    : IHealthCheck, IHostedLifecycleService
{
    private volatile bool _stops;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(_stops ? HealthCheckResult.Unhealthy("stops")
            : source.IsLoaded ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("no model"));

    /// <summary>Comes before the server stops to listen.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stops = true;
        return Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
