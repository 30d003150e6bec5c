using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress;

/// <summary>A training history as text for other programs; numbers are written the same on every machine.</summary>
internal static class HistoryText
{
    private const string Epoch = "epoch";

    /// <summary>One row for each epoch; a value that was not measured is an empty cell.</summary>
    public static string Csv(TrainingHistory history)
    {
        var columns = history.Names.Select(name => history[name]).ToArray();
        var text = new StringBuilder().AppendJoin(',', history.Names.Select(Quoted).Prepend(Epoch)).Append('\n');
        for (var epoch = 0; epoch < history.Epochs; epoch++)
        {
            text.AppendJoin(',', columns.Select(column => Cell(column[epoch]))
                .Prepend((epoch + 1).ToString(CultureInfo.InvariantCulture))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The epochs' numbers and each value as lists, by name.</summary>
    public static string Json(TrainingHistory history)
    {
        var json = new JsonObject
        {
            [Epoch] = new JsonArray([.. Enumerable.Range(1, history.Epochs).Select(epoch => JsonValue.Create(epoch))]),
        };
        foreach (var (name, values) in history.ToJson()) json[name] = values!.DeepClone();
        return json.ToJsonString();
    }

    private static string Cell(double value) =>
        double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    // RFC 4180.
    private static string Quoted(string name) => name.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : name;
}
