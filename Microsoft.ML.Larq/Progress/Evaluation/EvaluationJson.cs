using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Evaluation;

/// <summary>Writes the facts of an evaluation, and reads them back; nothing that is read is taken on trust.</summary>
internal static class EvaluationJson
{
    public static JsonObject ToJson(EvaluationFacts facts) => new()
    {
        ["validation"] = facts.IsOfValidation,
        ["rows"] = facts.Rows,
        ["classCount"] = facts.ClassCount,
        ["largest"] = facts.LargestClass,
        ["right"] = facts.Right,
        ["classes"] = List(facts.Classes.Select(one =>
            new JsonArray(one.Class, one.Rows, one.Right, one.Predicted, one.TakenFor))),
        ["confusion"] = List(facts.Confusion.Select(count => (JsonNode)count)),
        ["roc"] = List(facts.Roc.Select(point => new JsonArray(point.False, point.True))),
        ["area"] = double.IsNaN(facts.AreaUnderRoc) ? null : facts.AreaUnderRoc,
        ["reliability"] = List(facts.Reliability.Select(bin =>
            new JsonArray(bin.Rows, bin.Said, bin.Came))),
        ["error"] = facts.Error is { } error
            ? new JsonArray(error.RootMeanSquare, error.MeanAbsolute, error.OfTheMean)
            : null,
    };

    /// <exception cref="FormatException">A number is missing or is not what it can be.</exception>
    public static EvaluationFacts FromJson(JsonObject json)
    {
        var rows = Whole(json["rows"], "rows", 1, int.MaxValue);
        var classes = Whole(json["classCount"], "classCount", 0, int.MaxValue);
        int Index(JsonNode? node) => Whole(node, "classes", 0, classes - 1);
        int Count(JsonNode? node) => Whole(node, "classes", 0, rows);
        var facts = new EvaluationFacts(Flag(json["validation"]), rows)
        {
            ClassCount = classes,
            LargestClass = Whole(json["largest"], "largest", 0, rows),
            Right = Whole(json["right"], "right", 0, rows),
            Classes = [.. Parts(json["classes"], "classes", 5, EvaluationFacts.MostClasses)
                .Select(one => new ClassFacts(
                    Index(one[0]), Whole(one[1], "classes", 1, rows), Count(one[2]), Count(one[3]), Index(one[4])))],
            Confusion = [.. Nodes(
                json["confusion"], "confusion", EvaluationFacts.MostClasses * EvaluationFacts.MostClasses)
                .Select(count => Whole(count, "confusion", 0, rows))],
            Roc = [.. Parts(json["roc"], "roc", 2, ScoreCurves.MostPoints)
                .Select(point => (Share(point[0], "roc"), Share(point[1], "roc")))],
            AreaUnderRoc = json["area"] is { } area ? Share(area, "area") : double.NaN,
            Reliability = [.. Parts(json["reliability"], "reliability", 3, ScoreCurves.Bins)
                .Select(bin => new ReliabilityBin(
                    Whole(bin[0], "reliability", 1, rows), Share(bin[1], "reliability"),
                    Share(bin[2], "reliability")))],
            Error = json["error"] is { } error ? ErrorOf(error) : null,
        };
        Check(facts);
        return facts;
    }

    private static void Check(EvaluationFacts facts)
    {
        var classes = facts.ClassCount;
        Require(
            facts.Confusion.Count == 0
            || (facts.Confusion.Count == (long)classes * classes && facts.Confusion.Sum(count => (long)count)
                == facts.Rows),
            "'confusion' has a number for each two classes, and all rows");
        Require(facts.Classes.All(one => one.Right <= one.Rows && one.Right <= one.Predicted),
            "'classes' have no more rows right than they have");
        Require(facts.Classes.DistinctBy(one => one.Class).Count() == facts.Classes.Count, "'classes' are different");
        Require(classes == 0 || facts.Classes.Count > 0, "'classes' are some");
        Require(classes == 0 == facts.Error is not null, "there are classes or an error");
    }

    private static RegressionError ErrorOf(JsonNode node)
    {
        var numbers = node is JsonArray { Count: 3 } three
            ? three.Select(number => Number(number, "error", double.MaxValue)).ToArray()
            : throw new FormatException("'error' is three numbers.");
        return new RegressionError(numbers[0], numbers[1], numbers[2]);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new FormatException($"The evaluation's numbers do not belong together: {what}.");
    }

    private static IEnumerable<JsonArray> Parts(JsonNode? node, string name, int size, int most) =>
        Nodes(node, name, most).Select(part => part is JsonArray array && array.Count == size
            ? array
            : throw new FormatException($"'{name}' has {size} numbers a part."));

    private static JsonArray Nodes(JsonNode? node, string name, int most) => node is JsonArray array
        && array.Count <= most
        ? array
        : throw new FormatException($"'{name}' is a list of at most {most}.");

    private static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag)
        ? flag
        : throw new FormatException("'validation' is true or false.");

    private static int Whole(JsonNode? node, string name, int least, int most) =>
        node is JsonValue value && value.TryGetValue(out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{name}' has whole numbers from {least} to {most}, got {node}.");

    private static double Share(JsonNode? node, string name) => Number(node, name, 1);

    private static double Number(JsonNode? node, string name, double most) =>
        node is JsonValue value && value.TryGetValue(out double number) && number >= 0 && number <= most
            ? number
            : throw new FormatException($"'{name}' has numbers from 0 to {most}, got {node}.");

    private static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
