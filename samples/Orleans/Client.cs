using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Messaging;
using OrleansSample.Members;

namespace OrleansSample;

/// <summary>
/// A process that has rows scored: it finds the silos in their file, and asks again where one was lost.
/// </summary>
internal sealed class Client : IAsyncDisposable
{
    private const int Keys = 16, SecondsOfKeys = 2;

    // What was under way in a silo that was killed is asked again after this time. A row takes microseconds to score.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // Until then a client that starts waits for a first silo.
    private static readonly TimeSpan ForSilos = TimeSpan.FromSeconds(15);

    private readonly IHost _host;
    private readonly IClusterClient _silos;
    private int _turn;

    private Client(IHost host) => (_host, _silos) = (host, host.Services.GetRequiredService<IClusterClient>());

    /// <exception cref="TimeoutException">No silo answered.</exception>
    public static async Task<Client> Connect(string members)
    {
        var builder = Host.CreateApplicationBuilder();

        // What Orleans says of a lost silo would be a page for each request; what fails in the end comes as an
        // exception.
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<IGatewayListProvider>(new MembersGateways(new MembersFile(members)));
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(ClusterNames.Set)
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = MembersGateways.Staleness)
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Patience));
        var host = builder.Build();
        using var limit = new CancellationTokenSource(ForSilos);
        try
        {
            await host.StartAsync(limit.Token);
        }
        catch (Exception error) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No silo of '{members}' answered in {ForSilos.TotalSeconds} s: is one running?", error);
        }

        return new Client(host);
    }

    /// <summary>The scores of a row or several, and how many times the silos were asked for them.</summary>
    public Task<(float[] Scores, int Attempts)> Score(float[] rows) =>
        Retry.Run(() => Next().Score(rows), IsOfTheWay);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // Orleans sends all calls of a key to one silo for as long as that lives, and a new key's to the next silo in
    // turn. So there are several keys, which share the silos out, and others every few seconds: a silo that came
    // later gets its part.
    private IScorer Next()
    {
        var turn = (uint)Interlocked.Increment(ref _turn) % Keys;
        return _silos.GetGrain<IScorer>((Environment.TickCount64 / (1000 * SecondsOfKeys) * Keys) + turn);
    }

    // What the grain says of the rows comes back at once. Anything else is of the way: no answer in time, no silo,
    // one that is just going. To score twice does no harm.
    private static bool IsOfTheWay(Exception error) => error is not ArgumentException;
}
