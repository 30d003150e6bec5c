using System.Reflection;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>
/// Calls a member with one argument at a time that should not be, and tells what came that should not come.
/// </summary>
/// <remarks>
/// What may come: an <see cref="ArgumentException"/> that names the parameter (or the property); another exception that
/// the member's documentation names, except where null is not allowed or the value is none of an enumeration; or no
/// exception, and then an object that can be looked at. Null counts as allowed where the annotation says so.
/// </remarks>
internal static class MemberSweep
{
    public static IEnumerable<string> Of(MethodBase member)
    {
        var refusalsOnly = Excused.Calls(member);
        var call = new MemberCall(member);
        var good = new GoodCall(member);
        var name = PublicSurface.Name(member);
        if (!refusalsOnly)
        {
            foreach (var fault in Kept(member, call, good)) yield return fault;
        }

        foreach (var (index, parameter) in member.GetParameters().Index())
        {
            foreach (var bad in BadValues.Of(parameter))
            {
                if (refusalsOnly && !bad.MustThrow) continue;
                var (receiver, arguments) = good.Make();
                arguments[index] = bad.Value;
                var (result, error) = call.Invoke(receiver, arguments);
                var fault = error is not null
                    ? Judge(member, parameter, bad, error)
                    : receiver is LayerKind kind
                        ? Kinds.Judge(kind, bad)
                        : bad.MustThrow
                            ? "was taken"
                            : Usable(result ?? (member is MethodInfo { ReturnType.Name: "Void" } ? receiver : null));
                (result as IDisposable)?.Dispose();
                if (fault is not null) yield return $"{name}: {parameter.Name} = {bad.Label} {fault}";
            }
        }
    }

    // As it is meant, and on a struct that nobody made.
    private static IEnumerable<string> Kept(MethodBase member, MemberCall call, GoodCall good)
    {
        var (receiver, arguments) = good.Make();
        var (result, error) = call.Invoke(receiver, arguments);
        (result as IDisposable)?.Dispose();
        if (error is not null && !Excused.IsOfAnEndedTraining(member, error) && !IsDocumented(member, error))
            yield return $"{PublicSurface.Name(member)}: good arguments gave {Told(error)}";
        if (member is not MethodInfo { IsStatic: false, DeclaringType: { IsValueType: true } type }) yield break;
        (_, error) = call.Invoke(MemberCall.DefaultOf(type), good.Make().Arguments);
        var isNamed = error is ArgumentException { ParamName: { } named }
            && member.GetParameters().Any(parameter => parameter.Name == named);
        if (error is not null && !isNamed && !IsDocumented(member, error))
            yield return $"{PublicSurface.Name(member)}: on default gave {Told(error)}";
    }

    private static string? Judge(MethodBase member, ParameterInfo parameter, BadValue bad, Exception error)
    {
        if (error is ArgumentException { ParamName: var named })
        {
            var property = PublicSurface.PropertyOf(member)?.Name;
            var wanted = Plain(property ?? parameter.Name!);
            if (named is not null && (Plain(named) == wanted || named == parameter.Name)) return null;
            if (bad.Value is not null && Plain(error.Message).Contains(wanted, StringComparison.Ordinal)) return null;
        }

        return !bad.MustThrow && IsDocumented(member, error) ? null : $"gave {Told(error)}";
    }

    // poolSize is 'pool size' in a sentence, and pool_size in Keras.
    private static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal)
        .Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool IsDocumented(MethodBase member, Exception error) =>
        DocumentedExceptions.Of(member).Any(type => type.IsInstanceOfType(error));

    /// <summary>What an object that was made of such a value does when it is looked at.</summary>
    private static string? Usable(object? value)
    {
        if (value is null || !PublicSurface.Libraries.Contains(value.GetType().Assembly) || !value.GetType().IsVisible)
            return null;
        foreach (var look in Looks(value))
        {
            try
            {
                look.Look();
            }
            catch (Exception error)
            {
                error = (error as TargetInvocationException)?.InnerException ?? error;
                if (error is not (InvalidOperationException or ObjectDisposedException))
                    return $"was taken, and then {look.Name} gave {Told(error)}";
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, Action Look)> Looks(object value)
    {
        yield return ("ToString", () => _ = value.ToString());
        yield return ("GetHashCode", () => _ = value.GetHashCode());
        yield return ("Equals", () => _ = value.Equals(value));
        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike
                && property.GetMethod is { IsPublic: true, DeclaringType: var declaring }
                && PublicSurface.Libraries.Contains(declaring!.Assembly))
            {
                yield return (property.Name, () => _ = property.GetValue(value));
            }
        }
    }

    public static string Told(Exception error) => error switch
    {
        ArgumentException argument => $"{error.GetType().Name} of '{argument.ParamName}': {Line(error.Message)}",
        _ => $"{error.GetType().Name}: {Line(error.Message)} {Line(error.StackTrace?.Trim() ?? "")}",
    };

    private static string Line(string text) =>
        text.Split('\n')[0] is var line && line.Length > 160 ? line[..160] : line;
}
