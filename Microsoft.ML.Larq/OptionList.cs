using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq;

/// <summary>
/// The options of a training in words for people, the same on every machine: a model keeps them, its report shows them.
/// </summary>
internal static class OptionList
{
    /// <summary>What stands for an option that was left open.</summary>
    public const string Open = "default";

    /// <summary>Name and value of every option that is shown, in their order.</summary>
    public static (string Name, string Value)[] Of(BinarizedNetworkTrainer.Options options) =>
        [.. OptionTable.Of(options, OptionUse.Shown).Select(option => (option.Name, Text(option.Value)))];

    /// <summary>A value of an option in words.</summary>
    public static string Text(object? value) => value switch
    {
        null => Open,
        string text => text,
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        ConstantSchedule constant => Text(constant.Value),
        Delegate or IDataView or NetworkWeights => "given",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i])))})",
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Text).DefaultIfEmpty("none")),
        _ when value.GetType().Assembly == typeof(OptionList).Assembly => Call(value),
        _ => "given",
    };

    // CosineSchedule { Initial, Minimum } is written Cosine(Initial: 0.005, Minimum: 0).
    private static string Call(object value)
    {
        var name = value.GetType().Name;
        foreach (var suffix in new[] { "Spec", "Schedule" })
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
                name = name[..^suffix.Length];
        }

        var parts = PublicProperties.Of(value).Select(part => $"{part.Name}: {Text(part.Value)}");
        return $"{name}({string.Join(", ", parts)})";
    }
}
