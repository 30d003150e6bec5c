using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// The arguments of an alias such as <c>shifted_sign(shift=0.25)</c>, from which a registered function makes its
/// quantizer. An argument that no call asks for is an error that lists those asked for.
/// </summary>
public sealed class QuantizerArguments
{
    private readonly AliasCall _call;

    internal QuantizerArguments(AliasCall call) => _call = call;

    /// <summary>An argument that is a number.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="defaultValue">What it is where it is not given.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public float Number(string name, float defaultValue) => _call.Take(name, defaultValue);

    /// <summary>An argument that is a number or None, which gives null.</summary>
    /// <inheritdoc cref="Number" path="/*[not(self::summary)]"/>
    public float? NumberOrNone(string name, float? defaultValue) => _call.Take(name, defaultValue);

    /// <summary>An argument that is a whole number of less than 2²⁴.</summary>
    /// <inheritdoc cref="Number" path="/*[not(self::summary)]"/>
    public int Whole(string name, int defaultValue) => _call.TakeWhole(name) ?? defaultValue;

    /// <summary>An argument that is True or False.</summary>
    /// <inheritdoc cref="Number" path="/*[not(self::summary)]"/>
    public bool Flag(string name, bool defaultValue) => _call.Take(name, defaultValue);

    /// <summary>An argument that is one of some texts.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="allowed">The texts; the first where it is not given.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public string OneOf(string name, params string[] allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return allowed.Length > 0 && !allowed.Contains(null!)
            ? _call.TakeOneOf(name, allowed)
            : throw new ArgumentException("There is at least one allowed text, and none is null.", nameof(allowed));
    }
}
