namespace Microsoft.ML.Larq.Progress.Evaluation;

/// <summary>Counts classes against predictions.</summary>
internal static class ClassCounts
{
    /// <summary>Adds what the predictions of classes come to.</summary>
    /// <param name="facts">The facts so far.</param>
    /// <param name="labels">Each row's class, from 0.</param>
    /// <param name="predicted">The class it was predicted to be of.</param>
    /// <param name="classes">How many there are.</param>
    public static EvaluationFacts AddTo(
        EvaluationFacts facts, ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes)
    {
        var pairs = new Dictionary<(int Class, int Predicted), int>();
        var (rows, hits) = (new int[classes], new int[classes]);
        for (var row = 0; row < labels.Length; row++)
        {
            var pair = (labels[row], predicted[row]);
            pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
            rows[labels[row]]++;
            hits[predicted[row]]++;
        }

        var all = Enumerable.Range(0, classes).Where(index => rows[index] > 0).Select(index => new ClassFacts(
            index, rows[index], pairs.GetValueOrDefault((index, index)), hits[index], index)).ToArray();
        var kept = classes <= EvaluationFacts.MostClasses
            ? all
            : [.. all.OrderBy(one => (double)one.Right / one.Rows).ThenByDescending(one => one.Rows)
                .ThenBy(one => one.Class).Take(EvaluationFacts.WorstClasses)];
        var takenFor = pairs.Where(pair => pair.Key.Class != pair.Key.Predicted).GroupBy(pair => pair.Key.Class)
            .ToDictionary(wrong => wrong.Key, wrong => wrong.OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key.Predicted).First().Key.Predicted);
        return facts with
        {
            ClassCount = classes,
            LargestClass = rows.Max(),
            Right = all.Sum(one => one.Right),
            Classes =
                [.. kept.Select(one => one with { TakenFor = takenFor.GetValueOrDefault(one.Class, one.Class) })],
            Confusion = classes > EvaluationFacts.MostClasses
                ? []
                : [.. Enumerable.Range(0, classes * classes).Select(
                    cell => pairs.GetValueOrDefault((cell / classes, cell % classes)))],
        };
    }
}
