using System.Reflection;
using System.Text.Json;
using Microsoft.ML.Larq.Fitting;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>What can be said of every factory, by itself; a line for each fault.</summary>
internal static class FactoryChecks
{
    // A training of 8 epochs of 4 steps.
    private static readonly ComparableText Comparable = new(32, 4);

    /// <summary>
    /// Made twice and copied by <c>with</c> it is one value; none of its properties can be set unchecked.
    /// </summary>
    public static IEnumerable<string> Equality(FactorySample sample)
    {
        var (first, second) = (sample.Make(), sample.Make());
        if (!first.Equals(second)) yield return "made twice of the same arguments, the values are not equal.";
        if (first.GetHashCode() != second.GetHashCode())
            yield return "made twice of the same arguments, the values have different hash codes.";
        var clone = first.GetType().GetMethod("<Clone>$")?.Invoke(first, []);
        if (clone is null) yield return $"{first.GetType().Name} is no record.";
        else if (!clone.Equals(first) || ReferenceEquals(clone, first))
            yield return "with { } gives no equal value of its own.";
        if (!first.GetType().IsPublic) yield break;
        foreach (var property in first.GetType().GetProperties().Where(one => one.SetMethod is { IsPublic: true }))
            yield return $"{property.Name} can be set by with, past the range that the factory holds.";
    }

    /// <summary>Another argument is another value, is read as another, and is no training to go on with.</summary>
    public static IEnumerable<string> Differences(Family family, FactorySample sample)
    {
        var value = sample.Make();
        if (family.Text(value).Contains("Microsoft.", StringComparison.Ordinal))
            yield return $"its words name a type: {family.Text(value)}.";
        foreach (var (parameter, other) in sample.MakeOthers())
        {
            if (value.Equals(other)) yield return $"with another {parameter.Name} the values are equal.";
            if (parameter.ParameterType.IsSubclassOf(typeof(Delegate))) continue;
            if (family.Text(value) == family.Text(other))
                yield return $"with another {parameter.Name} the words are the same, {family.Text(value)}.";
            if (family.Parse is null && Comparable.Of(value) == Comparable.Of(other))
                yield return $"with another {parameter.Name} a checkpoint goes on all the same.";
        }
    }

    /// <summary>What a parameter's documentation says that its default is, is what happens without it.</summary>
    public static IEnumerable<string> Defaults(FactorySample sample)
    {
        foreach (var parameter in sample.Parameters.Where(one => one.HasDefaultValue))
        {
            if (!FactoryDocumentation.TryDefault(parameter, out var said))
            {
                yield return $"the documentation of {parameter.Name} does not say its default ('default 1').";
                continue;
            }

            var left = sample.Make(sample.With(parameter.Position, parameter.DefaultValue));
            if (!left.Equals(sample.Make(sample.With(parameter.Position, said))))
                yield return $"{parameter.Name} is said to be {said ?? "null"} by default, and is not: {left}.";
        }
    }

    /// <summary>NaN, and what is no member of an enumeration, are refused by the parameter's name.</summary>
    public static IEnumerable<string> Refusals(FactorySample sample) =>
        from parameter in sample.Parameters
        let type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
        let bad = type == typeof(float) ? float.NaN
            : type == typeof(double) ? double.NaN
            : type.IsEnum ? Enum.ToObject(type, 99) : (object?)null
        where bad is not null
        let fault = Refusal(sample, parameter, bad)
        where fault is not null
        select fault;

    /// <summary>What a network names by an alias is read back from it, and from JSON.</summary>
    public static IEnumerable<string> RoundTrips(Family family, FactorySample sample)
    {
        if (family.Parse is null) yield break;
        foreach (var value in sample.MakeOthers().Select(other => other.Value).Prepend(sample.Make()))
        {
            var text = value.ToString()!;
            if (Unread(family, text) is { } message)
            {
                yield return $"{family}.Table has no row that reads '{text}': {message}";
                continue;
            }

            if (!value.Equals(family.Parse(text))) yield return $"'{text}' is not read back as the value.";
            var json = JsonSerializer.Serialize(value, family.Base);
            if (!value.Equals(JsonSerializer.Deserialize(json, family.Base)))
                yield return $"its JSON, {json}, is not read back as the value.";
        }
    }

    private static string? Unread(Family family, string text)
    {
        try
        {
            family.Parse!(text);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }

    private static string? Refusal(FactorySample sample, ParameterInfo parameter, object bad)
    {
        try
        {
            sample.Make(sample.With(parameter.Position, bad));
            return $"{parameter.Name} = {bad} was taken.";
        }
        catch (ArgumentOutOfRangeException error)
        {
            // Larq's and Keras' spelling, max_value, is the one that a network's text has.
            var name = error.ParamName?.Replace("_", "", StringComparison.Ordinal);
            return string.Equals(name, parameter.Name, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"{parameter.Name} = {bad} was refused as '{error.ParamName}'.";
        }
    }
}
