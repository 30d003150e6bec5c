using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Changes one place of a JSON text in a way that its reader may not expect, and says which.</summary>
internal sealed class JsonMutation(Random random)
{
    // No JSON is written with half a letter in it, so it is put in afterwards.
    private const string Surrogate = "half a letter";

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "3", "4", "5", "7", "8", "9", "16", "31", "33", "63", "64", "65", "127", "128",
        "255", "257", "1000", "32767", "32768",
        "65536", "16777217", "1000000000", "2147483583", "2147483647", "2147483648",
        "-2147483648", "4294967297", "9223372036854775807", "-9223372036854775808", "1e18", "1e300", "1e999", "-1e999",
        "0.5", "1.5", "-0.0", "1e-40", "1e-300", "3.4028236e38", "1E39", "5e-324",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "\"\"", "\"x\"", "[]", "{}", "[0]", "[[]]", "[null]", "{\"a\":1}", "\"\\u0000\"",
        $"\"{Surrogate}\"", "\"ü→层\"", "\"NaN\"", "\"Infinity\"", "\"-1\"", "[1,2,3,4,5,6,7,8]",
        "\"\\u001b[1m\"", "\"../x\"",
    ];

    /// <summary>The text, with what cannot be written otherwise.</summary>
    public static string Text(JsonNode json) =>
        json.ToJsonString().Replace(Surrogate, "\\ud800", StringComparison.Ordinal);

    /// <summary>One change; what it was.</summary>
    public string Change(JsonNode root)
    {
        var places = Places(root).ToArray();
        if (places.Length == 0) return "nothing";
        var (parent, at) = places[random.Next(places.Length)];
        var node = parent is JsonObject of ? of[at] : parent[int.Parse(at)];
        var path = $"{parent.GetPath()}/{at}";
        switch (random.Next(12))
        {
            case 0:
                Remove(parent, at);
                return $"{path} removed";
            case 1:
                return Put(parent, at, Parse(Others), path);
            case 2 when places[random.Next(places.Length)] is var (other, there):
                var taken = other is JsonObject from ? from[there] : other[int.Parse(there)];
                return Put(parent, at, taken?.DeepClone(), $"{path} from {other.GetPath()}/{there}");
            case 3 when parent is JsonArray list:
                for (var times = random.Next(4) == 0 ? random.Next(100) : 1; times > 0; times--)
                    list.Insert(int.Parse(at), node?.DeepClone());
                return $"{path} repeated, {list.Count} now";
            case 4 when parent is JsonObject owner:
                owner.Remove(at);
                owner[Text(at)] = node;
                return $"{path} renamed";
            case 5 when node is JsonArray { Count: > 1 } items:
                var first = items[0];
                items.RemoveAt(0);
                items.Add(first);
                return $"{path} turned round";
            default:
                return Put(parent, at, Like(node), path);
        }
    }

    /// <summary>A value of the same kind.</summary>
    private JsonNode? Like(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number when random.Next(3) == 0 && node.AsValue().TryGetValue<long>(out var whole)
            => unchecked(whole + random.Next(-2, 3)),
        JsonValueKind.Number => Parse(Numbers),
        JsonValueKind.String => Text(node.GetValue<string>()),
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        _ => Parse(random.Next(2) == 0 ? Others : Numbers),
    };

    private string Text(string text)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(7) switch
        {
            0 => text[..at],
            1 => text[..at] + (char)random.Next(32, 127) + text[at..],
            2 => text + text,
            3 => text.ToUpperInvariant(),
            4 => new string('a', random.Next(2000)),
            5 => text[..at] + "\u0007" + text[at..],
            _ => text.Length == 0 ? "x" : text[1..],
        };
    }

    private JsonNode? Parse(string[] texts) => JsonNode.Parse(texts[random.Next(texts.Length)]);

    private static string Put(JsonNode parent, string at, JsonNode? value, string path)
    {
        if (parent is JsonObject owner) owner[at] = value;
        else parent[int.Parse(at)] = value;
        var text = value?.ToJsonString() ?? "null";
        return $"{path} = {(text.Length < 100 ? text : text[..100] + "…")}";
    }

    private static void Remove(JsonNode parent, string at)
    {
        if (parent is JsonObject owner) owner.Remove(at);
        else ((JsonArray)parent).RemoveAt(int.Parse(at));
    }

    // Every place of the tree: an object or a list, and the name or number in it.
    private static IEnumerable<(JsonNode Parent, string At)> Places(JsonNode? node) => node switch
    {
        JsonObject owner => owner.SelectMany(
            member => Places(member.Value).Prepend((Parent: owner, At: member.Key))),
        JsonArray list => list.SelectMany(
            (item, i) => Places(item).Prepend((Parent: list, At: $"{i}"))),
        _ => [],
    };
}
