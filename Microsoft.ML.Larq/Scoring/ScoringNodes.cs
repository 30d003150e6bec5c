using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>All that turns a feature vector into a prediction, by ONNX' operators.</summary>
internal static class ScoringNodes
{
    /// <summary>Writes a plan.</summary>
    /// <param name="graph">Where its operators go.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="weights">The network's weights.</param>
    /// <param name="features">The value of the feature vectors.</param>
    /// <returns>The columns that the model adds, and their values.</returns>
    /// <exception cref="NotSupportedException">ONNX' operators cannot tell a layer; the message names it.</exception>
    public static IEnumerable<OnnxColumn> Write(
        OnnxGraph graph, ScoringPlan plan, NetworkWeights weights, string features)
    {
        var network = plan.Network.Definition;
        var (shape, last) = (network.InputShape, network.Output.Name);
        var order = plan.Layout is { Order: PixelOrder.Planar, Shape.Rank: 3 }
            ? Order.ChannelsFirst
            : Order.ChannelsLast;
        graph.Prefix = network.Input.Name;
        var rows = graph.Reshape(features, [shape.Size]);
        var input = shape.Rank == 1 ? rows : graph.Reshape(features, OnnxTensor.Sizes(shape, order));
        var score = OnnxNetwork.Write(graph, network, weights, input, order);
        graph.Prefix = $"{last}/scores";
        if (network.OutputShape.Rank > 1) score = graph.Reshape(score, [network.OutputShape.Size]);
        if (plan.Temperature != 1f) score = graph.Divide(score, graph.Scalar(plan.Temperature));
        score = plan.Task switch
        {
            LearningTask.MulticlassClassification => graph.Node("Softmax", [score], ("axis", 1L)),
            LearningTask.Regression => graph.Add(
                graph.Multiply(score, graph.Scalar(plan.LabelDeviation)), graph.Scalar(plan.LabelMean)),
            _ => score,
        };

        // A row with a NaN gets NaN alone, unless the network has bits for it.
        if (!plan.TakesMissing)
            score = graph.Node("Where", [HasNaN(graph, rows), graph.Scalar(float.NaN), score]);
        yield return new(plan.Names.Score, score);
        if (plan.Task == LearningTask.MulticlassClassification)
            yield return new(plan.Names.PredictedLabel, Key(graph, score));
        if (plan.Task != LearningTask.BinaryClassification) yield break;
        yield return new(plan.Names.Probability, graph.Node("Sigmoid", [score]));
        yield return new(plan.Names.PredictedLabel, graph.Node("Greater", [score, graph.Scalar(0)]));
    }

    // 1 for the first class; the first of equals wins; 0 where a score is NaN.
    private static string Key(OnnxGraph graph, string scores)
    {
        var best = graph.Node("ArgMax", [scores], ("axis", 1L), ("keepdims", 1L));
        var key = graph.Node("Where", [
            HasNaN(graph, scores), graph.Constant([0L]), graph.Add(best, graph.Constant([1L]))]);
        return graph.Node("Cast", [key], ("to", (long)OnnxType.UInt32));
    }

    private static string HasNaN(OnnxGraph graph, string rows)
    {
        var places = graph.Number(graph.Node("IsNaN", [rows]));
        return graph.Node("Greater", [graph.Largest(places, [1]), graph.Scalar(0)]);
    }
}
