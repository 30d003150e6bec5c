using System.Numerics.Tensors;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Says of scored rows how well the network did.</summary>
internal static class Evaluator
{
    /// <summary>The facts; null where an output is not a number.</summary>
    /// <param name="isOfValidation">Whether the rows are those of the validation set.</param>
    /// <param name="task">The task.</param>
    /// <param name="outputs">The network's outputs, as many for each row.</param>
    /// <param name="labels">The rows' labels: classes from 0, 0 and 1, or numbers in their own unit.</param>
    /// <param name="mean">What is added to a regression's outputs.</param>
    /// <param name="deviation">What they are multiplied by before.</param>
    /// <param name="temperature">What a classification's outputs are divided by for probabilities.</param>
    public static EvaluationFacts? Run(
        bool isOfValidation, LearningTask task, float[] outputs, float[] labels, float mean, float deviation,
        float temperature)
    {
        if (outputs.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) return null;
        var facts = new EvaluationFacts(isOfValidation, labels.Length);
        return task switch
        {
            LearningTask.Regression => Numbers(facts, outputs, labels, mean, deviation)?.Rounded(),
            LearningTask.BinaryClassification => Two(facts, outputs, labels, temperature).Rounded(),
            _ => Many(facts, outputs, labels, temperature).Rounded(),
        };
    }

    private static EvaluationFacts? Numbers(
        EvaluationFacts facts, float[] outputs, float[] labels, float mean, float deviation)
    {
        var (squares, absolutes, ofTheMean) = (0.0, 0.0, 0.0);
        var middle = labels.Average(label => (double)label);
        for (var row = 0; row < labels.Length; row++)
        {
            var missed = labels[row] - (((double)outputs[row] * deviation) + mean);
            squares += missed * missed;
            absolutes += Math.Abs(missed);
            ofTheMean += (labels[row] - middle) * (labels[row] - middle);
        }

        var error = new RegressionError(
            Math.Sqrt(squares / labels.Length), absolutes / labels.Length, Math.Sqrt(ofTheMean / labels.Length));
        return double.IsFinite(error.RootMeanSquare) ? facts with { Error = error } : null;
    }

    private static EvaluationFacts Two(EvaluationFacts facts, float[] outputs, float[] labels, float temperature)
    {
        bool[] isTrue = [.. labels.Select(label => label > 0)];
        var (points, area) = ScoreCurves.Roc(outputs, isTrue);
        double[] said = [.. outputs.Select(output => 1 / (1 + Math.Exp(-output / temperature)))];
        int[] of = [.. isTrue.Select(label => label ? 1 : 0)];
        return ClassCounts.AddTo(facts, of, [.. outputs.Select(output => output > 0 ? 1 : 0)], 2) with
        {
            Roc = points,
            AreaUnderRoc = area,
            Reliability = ScoreCurves.Reliability(said, isTrue),
        };
    }

    private static EvaluationFacts Many(EvaluationFacts facts, float[] outputs, float[] labels, float temperature)
    {
        var classes = outputs.Length / labels.Length;
        var (of, predicted) = (new int[labels.Length], new int[labels.Length]);
        var (said, came) = (new double[labels.Length], new bool[labels.Length]);
        for (var row = 0; row < labels.Length; row++)
        {
            var its = outputs.AsSpan(row * classes, classes);
            (of[row], predicted[row]) = ((int)labels[row], TensorPrimitives.IndexOfMax<float>(its));
            came[row] = of[row] == predicted[row];
            var sum = 0.0;
            foreach (var output in its)
                sum += Math.Exp(((double)output - its[predicted[row]]) / temperature);
            said[row] = 1 / sum;
        }

        return ClassCounts.AddTo(facts, of, predicted, classes) with
        {
            Reliability = ScoreCurves.Reliability(said, came),
        };
    }
}
