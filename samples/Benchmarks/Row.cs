using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Larq.Benchmarks;

/// <summary>A line of the table.</summary>
/// <param name="Id">What was timed.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Peer">What it is compared with, in the same run.</param>
/// <param name="PeerValue">What that gives.</param>
internal sealed record Row(string Id, double Value, string Unit, string Peer, double PeerValue)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether less is better, as with memory.</summary>
    [JsonIgnore]
    public bool LessIsBetter { get; init; }

    /// <summary>What the machine allows at most, in the same run and unit; 0 where that was not measured.</summary>
    public double Limit { get; init; }

    /// <summary>What else is worth knowing; printed, not written.</summary>
    [JsonIgnore]
    public string? Note { get; init; }

    /// <summary>Ours to the peer's: above 1 is better.</summary>
    [JsonInclude]
    public double Ratio => LessIsBetter ? PeerValue / Value : Value / PeerValue;

    /// <summary>Prints rows as they come, and writes them to the file that option --json names.</summary>
    public static void Report(IEnumerable<Row> rows, string[] options)
    {
        var all = new List<Row>();
        foreach (var row in rows)
        {
            all.Add(row);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Id,-21}{row.Value,10:N1} {row.Unit,-9}{row.Peer,-18}{row.PeerValue,10:N1}"
                + $"  × {row.Ratio,-7:N2} {row.Note}"));
        }

        if (Option(options, "--json") is { } file) File.WriteAllText(file, JsonSerializer.Serialize(all, Json));
    }

    /// <summary>What stands behind an option; null without it.</summary>
    public static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
}
