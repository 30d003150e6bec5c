using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>An argument that should not be; one that must not be has to be refused.</summary>
internal sealed record BadValue(string Label, object? Value, bool MustThrow = false);

/// <summary>Null, default, empty, not a number, the least number, no member of the enumeration: by type.</summary>
internal static class BadValues
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<BadValue> Of(ParameterInfo parameter)
    {
        if (parameter.IsOut) return [];
        var info = Nullability.Create(parameter);
        return Of(parameter.ParameterType, info);
    }

    private static IEnumerable<BadValue> Of(Type type, NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Values(inner, info).Append(new BadValue("null", null));
        if (MemberCall.IsSpan(type)) return Arrays(type.GetGenericArguments()[0], info.GenericTypeArguments[0]);
        if (type.IsValueType) return Values(type, info);
        return References(type, info).Prepend(
            new BadValue("null", null, info.WriteState == NullabilityState.NotNull));
    }

    private static IEnumerable<BadValue> Values(Type type, NullabilityInfo info)
    {
        if (type == typeof(bool)) return [];
        if (type.IsEnum)
        {
            return new[] { -1, int.MaxValue }.Select(number =>
                new BadValue($"({type.Name}){number}", Enum.ToObject(type, number), MustThrow: true));
        }

        object[]? numbers = type == typeof(int) ? [int.MinValue, -1, 0]
            : type == typeof(long) ? [long.MinValue, -1L, 0L]
            : type == typeof(float) ? [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1f]
            : type == typeof(double) ? [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1d]
            : null;
        if (numbers is not null) return numbers.Select(number => new BadValue($"{number}", number));
        var values = new List<BadValue> { new($"default({type.Name})", MemberCall.DefaultOf(type)) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            var element = type.GetGenericArguments()[0];
            values.AddRange(Arrays(element, info.GenericTypeArguments[0])
                .Select(bad => bad with { Value = Immutable(element, (Array)bad.Value!) }));
        }

        return values;
    }

    private static IEnumerable<BadValue> References(Type type, NullabilityInfo info)
    {
        if (type == typeof(string)) return [new("\"\"", ""), new("\"\\0\"", "\0")];
        if (type.IsArray) return Arrays(type.GetElementType()!, info.ElementType!);
        if (type.IsAssignableTo(typeof(Delegate))) return GivingNull(type, info);
        if (!type.IsInterface || !type.IsGenericType) return [];
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var dictionary = typeof(Dictionary<,>).MakeGenericType(arguments);
            var holding = Activator.CreateInstance(dictionary)!;
            dictionary.GetMethod("Add")!.Invoke(
                holding, [GoodValues.Of(arguments[0]), arguments[1].IsValueType
                    ? MemberCall.DefaultOf(arguments[1]) : null]);
            return [new("empty", Activator.CreateInstance(dictionary)), new("{default}", holding)];
        }

        return arguments.Length == 1 && arguments[0].MakeArrayType().IsAssignableTo(type)
            ? Arrays(arguments[0], info.GenericTypeArguments[0])
            : [];
    }

    // None; and one that is null, default or no number.
    private static IEnumerable<BadValue> Arrays(Type element, NullabilityInfo info)
    {
        yield return new BadValue("[]", Array.CreateInstance(element, 0));
        IEnumerable<BadValue> items = element.IsArray || !element.IsValueType
            ? [new("null", null, info.ReadState == NullabilityState.NotNull)]
            : Values(element, info);
        foreach (var item in items)
        {
            var array = Array.CreateInstance(element, 1);
            array.SetValue(item.Value, 0);
            yield return new BadValue($"[{item.Label}]", array, item.MustThrow);
        }
    }

    private static IEnumerable<BadValue> GivingNull(Type type, NullabilityInfo info)
    {
        var invoke = type.GetMethod("Invoke")!;
        if (invoke.ReturnType.IsValueType || info.GenericTypeArguments is not [.., var result]) return [];
        if (result.ReadState != NullabilityState.NotNull) return [];
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType));
        var lambda = Expression.Lambda(type, Expression.Default(invoke.ReturnType), parameters);
        return [new("=> null", lambda.Compile())];
    }

    private static object Immutable(Type element, Array items) => typeof(ImmutableArray)
        .GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
            && method.GetParameters() is [{ ParameterType.IsArray: true }])
        .MakeGenericMethod(element).Invoke(null, [items])!;
}
