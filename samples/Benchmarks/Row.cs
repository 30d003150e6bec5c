using System.Text.Json.Serialization;

namespace Larq.Benchmarks;

/// <summary>A line of the table.</summary>
/// <param name="Id">What was timed.</param>
/// <param name="Value">How fast it is.</param>
/// <param name="Unit">Of both values; larger is faster.</param>
/// <param name="Peer">What it is compared with, in the same run.</param>
/// <param name="PeerValue">How fast that is.</param>
internal sealed record Row(string Id, double Value, string Unit, string Peer, double PeerValue)
{
    /// <summary>Ours to the peer's: above 1 is better.</summary>
    [JsonInclude]
    public double Ratio => Value / PeerValue;
}
