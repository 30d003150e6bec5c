using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>All that can be asked, a row for each group.</summary>
internal static class EndpointTable
{
    public static IReadOnlyList<Action<IEndpointRouteBuilder, Desk>> All { get; } =
    [
        PageEndpoints.Map,
        StateEndpoints.Map,
        FileEndpoints.Map,
        UploadEndpoints.Map,
        DataEndpoints.Map,
        NetworkEndpoints.Map,
        TrainEndpoints.Map,
        RunEndpoints.Map,
        RowEndpoints.Map,
        TryEndpoints.Map,
        CodeEndpoints.Map,
    ];
}
