using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>Measures a classifier on rows whose class is known.</summary>
internal sealed class ClassJudge(string[] classes)
{
    private const double Least = 1e-15;

    private readonly long[][] _counts = [.. classes.Select(_ => new long[classes.Length])];
    private readonly List<(float Score, bool IsFirst)> _two = [];
    private double _loss;
    private long _rows;

    /// <summary>Measures scored rows; those without a label are passed over.</summary>
    public static Judgement Of(IDataView scored, string label, string score, string[] classes)
    {
        var judge = new ClassJudge(classes);
        var (labels, scores) = (scored.Schema[label], scored.Schema[score]);
        using var cursor = scored.GetRowCursor([labels, scores]);
        var (labelOf, scoreOf) = (cursor.GetGetter<uint>(labels), cursor.GetGetter<VBuffer<float>>(scores));
        var (key, values) = (0u, default(VBuffer<float>));
        while (cursor.MoveNext())
        {
            labelOf(ref key);
            if (key == 0) continue;
            scoreOf(ref values);
            judge.Add((int)key - 1, [.. values.DenseValues()]);
        }

        return judge.Result();
    }

    /// <summary>A row: the number of its class, and the probability of each.</summary>
    public void Add(int actual, float[] probabilities)
    {
        var said = Array.IndexOf(probabilities, probabilities.Max());
        _rows++;
        if (said >= 0) _counts[actual][said]++;
        _loss -= Math.Log(Math.Max(Least, probabilities[actual]));
        if (classes.Length == 2) _two.Add((probabilities[0], actual == 0));
    }

    /// <summary>All measures.</summary>
    public Judgement Result()
    {
        var right = classes.Select((_, i) => _counts[i][i]).Sum();
        var recalls = _counts.Index().Where(row => row.Item.Sum() > 0)
            .Select(row => (double)row.Item[row.Index] / row.Item.Sum()).ToArray();
        var values = new Dictionary<string, double?>
        {
            [Judgement.Accuracy] = _rows == 0 ? null : (double)right / _rows,
            [Judgement.BalancedAccuracy] = recalls.Length == 0 ? null : recalls.Average(),
            ["LogLoss"] = _rows == 0 ? null : _loss / _rows,
        };
        if (classes.Length == 2) values["AreaUnderRocCurve"] = AreaUnderCurve();
        return new Judgement(Judgement.Accuracy, _rows, values) { Confusion = new Confusion(classes, _counts) };
    }

    // The share of pairs of a row of either class that are ranked right; of a draw half (Mann and Whitney).
    private double? AreaUnderCurve()
    {
        var (first, second) = (_two.Count(row => row.IsFirst), _two.Count(row => !row.IsFirst));
        if (first == 0 || second == 0) return null;
        var (ranks, below) = (0.0, 0);
        foreach (var equal in _two.GroupBy(row => row.Score).OrderBy(group => group.Key))
        {
            var count = equal.Count();
            ranks += equal.Count(row => row.IsFirst) * (below + ((count + 1) / 2.0));
            below += count;
        }

        return (ranks - (first * (first + 1.0) / 2)) / ((double)first * second);
    }
}
