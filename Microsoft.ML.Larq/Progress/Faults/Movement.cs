using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>What makes weights flip more, or less: the optimizer's numbers as they are, and what to set.</summary>
internal static class Movement
{
    private const string Rate = MetricNames.LearningRate;
    private const string Threshold = "Threshold";
    private const string Gamma = "Gamma";
    private const string Sgd = "Sgd";
    private const double Step = 10;

    /// <summary>How to make weights flip more.</summary>
    /// <param name="optimizer">Who trains them; null where it is not known.</param>
    /// <param name="rate">The rate that it had while they stood still; NaN where it is not known.</param>
    public static (string Text, Advice[] Advice) More(OptimizerFacts? optimizer, double rate)
    {
        if (optimizer?[Rate] is { } learning)
        {
            var fell = learning.Value >= learning.Default && rate < learning.Default / Step;
            var more = learning.Value < learning.Default ? learning.Default : Step * learning.Value;
            var text = optimizer.Name == Sgd
                ? $"the learning rate of Sgd is {Number(learning.Value)}: take Optimizer = "
                    + "Optimize.Adam(Schedule.Cosine(0.005f)), the default, whose steps do not depend on the size of "
                    + "gradients"
                : fell
                ? $"the learning rate was {Number(rate)} by then: let it fall later, as "
                    + $"Schedule.Cosine({Number(learning.Default)}f) does"
                : Set(optimizer, learning, more);
            return (text, [new(Rate, optimizer.Case, true)]);
        }

        if (optimizer?[Threshold] is not { } threshold || optimizer[Gamma] is not { } gamma)
        {
            return ("raise the learning rate, or lower Bop's threshold or raise its gamma",
                [new(Rate, "", true), new(Threshold, "", false), new(Gamma, "", true)]);
        }

        List<string> texts = [];
        List<Advice> advice = [];
        if (threshold.Value > threshold.Default || gamma.Value >= gamma.Default)
        {
            var less = threshold.Value > threshold.Default ? threshold.Default : threshold.Value / Step;
            texts.Add(Set(optimizer, threshold, less));
            advice.Add(new(Threshold, optimizer.Case, false));
        }

        if (gamma.Value < gamma.Default)
        {
            texts.Add(Set(optimizer, gamma, gamma.Default));
            advice.Add(new(Gamma, optimizer.Case, true));
        }

        return (string.Join("; ", texts), [.. advice]);
    }

    /// <summary>How to make weights flip less.</summary>
    /// <param name="optimizer">Who trains them; null where it is not known.</param>
    public static (string Text, Advice[] Advice) Less(OptimizerFacts? optimizer)
    {
        if (optimizer?[Rate] is { } learning)
        {
            var isFlat = learning.Last >= learning.Value / 2;
            var text = learning.Value > learning.Default ? Set(optimizer, learning, learning.Default)
                : isFlat ? $"the learning rate of {optimizer.Name} stays at {Number(learning.Value)}: let it fall to "
                    + $"0, Schedule.Cosine({Number(learning.Value)}f)"
                : Set(optimizer, learning, learning.Value / Step);
            return (text, [new(Rate, optimizer.Case, false)]);
        }

        if (optimizer?[Threshold] is not { } threshold || optimizer[Gamma] is not { } gamma)
        {
            return ("lower the learning rate or let it fall to 0 (Schedule.Cosine), or raise Bop's threshold or lower "
                + "its gamma", [new(Rate, "", false), new(Threshold, "", true), new(Gamma, "", false)]);
        }

        List<string> texts = [];
        List<Advice> advice = [];
        if (gamma.Value > gamma.Default || threshold.Value >= threshold.Default)
        {
            texts.Add(Set(optimizer, gamma, gamma.Value > gamma.Default ? gamma.Default : gamma.Value / Step));
            advice.Add(new(Gamma, optimizer.Case, false));
        }

        if (threshold.Value < threshold.Default)
        {
            texts.Add(Set(optimizer, threshold, threshold.Default));
            advice.Add(new(Threshold, optimizer.Case, true));
        }

        return (string.Join("; ", texts), [.. advice]);
    }

    /// <summary>A setting as it is, and what to make of it.</summary>
    public static string Set(OptimizerFacts optimizer, SettingFacts setting, double value)
    {
        var usual = value == setting.Default ? ", the default" : $" (the default is {Number(setting.Default)})";
        var whose = optimizer.Case.Length == 0 ? optimizer.Name : $"{optimizer.Name} in case '{optimizer.Case[1..]}'";
        return $"the {setting.Name.ToLowerInvariant()} of {whose} is {Number(setting.Value)}: set it to "
            + $"{Number(value)}{usual}";
    }

    private static string Number(double value) => LayerCurve.Number(value);
}
