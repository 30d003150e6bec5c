using System.Net;
using Orleans.Messaging;

namespace OrleansSample.Members;

/// <summary>Where a client finds silos: those that the file calls active.</summary>
internal sealed class MembersGateways(MembersFile file) : IGatewayListProvider
{
    public static TimeSpan Staleness { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a silo that did not answer is passed over.</summary>
    public TimeSpan MaxStaleness => Staleness;

    [Obsolete("Orleans no longer asks.")]
    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>(
    [
        .. file.Read().Members.Where(member => member.Status == SiloStatus.Active && member.Gateway > 0)
            .Select(member => (Silo: SiloAddress.FromParsableString(member.Address), member.Gateway))
            .Select(member => SiloAddress.New(
                new IPEndPoint(member.Silo.Endpoint.Address, member.Gateway), member.Silo.Generation).ToGatewayUri()),
    ]);
}
