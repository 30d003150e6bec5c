using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.Larq.Packed;
using Orleans.Configuration;
using OrleansSample.Members;

namespace OrleansSample;

/// <summary>A process that holds the model and the grains which score by it.</summary>
internal static class SiloHost
{
    /// <param name="model">A file of <c>PackedNetwork.Save</c> or <c>mlContext.Model.Save</c>.</param>
    /// <param name="members">The file that says which silos there are; the same for all.</param>
    /// <param name="port">Where other silos call.</param>
    /// <param name="gateway">Where clients call.</param>
    public static async Task<int> Run(string model, string members, int port, int gateway)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(PackedNetwork.Load(model));
        builder.Services.AddSingleton<IMembershipTable>(new MembersTable(new MembersFile(members)));
        builder.UseOrleans(silo => silo
            .ConfigureEndpoints(IPAddress.Loopback, port, gateway)
            .Configure<ClusterOptions>(ClusterNames.Set)
            .Configure<ClusterMembershipOptions>(Liveness));
        await builder.Build().RunAsync();
        return 0;
    }

    // A silo that was killed answers nothing: two questions a second apart, and it is out. Behind a network, or where
    // a garbage collection may take seconds, Orleans' own 3 × 5 s is wiser.
    private static void Liveness(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
