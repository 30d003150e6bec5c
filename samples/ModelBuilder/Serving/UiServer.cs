using System.Net;
using Larq.ModelBuilder.Serving.Doors;
using Larq.ModelBuilder.Serving.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Larq.ModelBuilder.Serving;

/// <summary>The page's server, on this machine alone.</summary>
internal sealed class UiServer : IAsyncDisposable
{
    private const long LongestBody = 4 << 20;
    private const int MostConnections = 128;

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing = new();
    private readonly Desk _desk;

    private UiServer(UiOptions options)
    {
        // Nothing of it is set by the environment or by files of the folder it is started in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.Port));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _desk = new Desk(options, _closing.Token);
        var door = new Door(Token);
        _app.Use(next => context => Faults.Answer(context, next));
        _app.Use(next => context => door.Enter(context, next));
        _app.Use(next => context => Faults.Miss(context, next));
        _app.UseRouting();
        foreach (var map in EndpointTable.All) map(_app, _desk);
    }

    /// <summary>What opens it.</summary>
    public Token Token { get; } = new();

    /// <summary>Where it is.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Where it is opened.</summary>
    public Uri OpenAddress => new(Address, $"/?token={Token.Text}");

    /// <summary>Where it is opened a single time.</summary>
    public Uri OpenOnce() => new(Address, $"/?token={Token.Once()}");

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<UiServer> StartAsync(UiOptions options, CancellationToken stop = default)
    {
        var server = new UiServer(options);
        await server._app.StartAsync(stop);
        return server;
    }

    /// <summary>Stops what runs, keeping the best epoch, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _desk.Runs.EndAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = LongestBody;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestLineSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
