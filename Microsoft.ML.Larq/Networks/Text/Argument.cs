using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>An argument that is in its range, or an error: whose, how an alias spells it, and the range.</summary>
internal static class Argument
{
    public static float Finite(
        string owner, float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        float.IsFinite(value) ? value : throw Error(owner, name, value, "a finite number");

    public static float AtLeast(
        string owner, float least, float value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && float.IsFinite(value)
            ? value
            : throw Error(owner, name, value, $"a finite number of at least {least}");

    public static float Positive(
        string owner, float value, [CallerArgumentExpression(nameof(value))] string name = "", string other = "") =>
        value > 0 && float.IsFinite(value)
            ? value
            : throw Error(owner, name, value, $"a finite number above 0{other}");

    public static T Within<T>(
        string owner, T least, T most, T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : INumber<T> =>
        value >= least && value <= most ? value : throw Error(owner, name, value, $"from {least} to {most}");

    public static T Defined<T>(
        string owner, T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw Error(owner, name, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    public static ArgumentOutOfRangeException Error(string owner, string name, object value, string range) => new(
        JsonNamingPolicy.CamelCase.ConvertName(name), value,
        $"{owner}: {JsonNamingPolicy.SnakeCaseLower.ConvertName(name)} is {range}.");
}
