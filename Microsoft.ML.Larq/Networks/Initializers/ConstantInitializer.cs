using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Every value the same: Keras' <c>zeros</c>, <c>ones</c> and <c>constant</c>.</summary>
internal sealed record ConstantInitializer : Initializer
{
    public static readonly AliasRow<Initializer> ZerosRow = new("zeros", _ => Zeros, "Zeros");

    public static readonly AliasRow<Initializer> OnesRow = new("ones", _ => Ones, "Ones");

    public static readonly AliasRow<Initializer> Row = new(
        "constant", call => new ConstantInitializer(call.Take("value", 0f)), "Constant");

    // −0 is 0: the two are one value in a text.
    public ConstantInitializer(float value) => Value = Finite("constant", "value", value) + 0f;

    public float Value { get; }

    internal override void Fill(Span<float> values, TensorShape shape, Random random) => values.Fill(Value);

    private protected override string Describe() => Value switch
    {
        0f => "zeros",
        1f => "ones",
        _ => AliasCall.Spell(Row.Alias, ("value", Value, null)),
    };
}

public abstract partial record Initializer
{
    /// <summary>All 0.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0f);

    /// <summary>All 1.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1f);

    /// <summary>All the same.</summary>
    /// <param name="value">The value, finite; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Initializer Constant(float value = 0f) => new ConstantInitializer(value);
}
