using Orleans.Configuration;

namespace OrleansSample;

/// <summary>By which names silos and clients find one another.</summary>
internal static class ClusterNames
{
    public static void Set(ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("larq", "larq");
}
