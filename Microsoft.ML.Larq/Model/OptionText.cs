using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Model;

/// <summary>
/// Values of options in words for people, the same on every machine: a model keeps them, its report shows them.
/// </summary>
internal static class OptionText
{
    /// <summary>What stands for an option that was left open.</summary>
    public const string Open = "default";

    /// <summary>What stands for an option that was left open and became a value.</summary>
    public static string OpenAs(string value) => $"{Open} ({value})";

    /// <summary>A value of an option in words.</summary>
    public static string Of(object? value) => value switch
    {
        null => Open,
        string text => text,
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        ConstantSchedule { Value: var constant } => (float)constant == constant ? Of((float)constant) : Of(constant),
        Hyperparameter hyperparameter => Of(hyperparameter.Constant ?? (object)hyperparameter.Schedule),
        Delegate or IDataView or NetworkWeights => "given",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])))})",
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Of).DefaultIfEmpty("none")),
        _ when IsOurs(value) => SaysItself(value) ? $"{value}" : Call(value),
        _ => "given",
    };

    private static bool IsOurs(object value) =>
        value.GetType().Assembly is var its
        && (its == typeof(OptionText).Assembly || its == typeof(Hyperparameter).Assembly);

    // A class that is no record and has words of its own.
    private static bool SaysItself(object value) =>
        value.GetType() is var type && type.GetMethod(nameof(ToString), [])?.DeclaringType == type
        && type.GetMethod("<Clone>$") is null;

    // CosineSchedule { Initial, Minimum } is written Cosine(Initial: 0.005, Minimum: 0).
    private static string Call(object value)
    {
        var name = value.GetType().Name;
        foreach (var suffix in new[] { "Spec", "Schedule" })
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
                name = name[..^suffix.Length];
        }

        var parts = PublicProperties.Of(value).Select(part => $"{part.Name}: {Of(part.Value)}");
        return $"{name}({string.Join(", ", parts)})";
    }
}
