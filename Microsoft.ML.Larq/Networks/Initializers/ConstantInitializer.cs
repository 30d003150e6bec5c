using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>Every value the same: Keras' <c>zeros</c>, <c>ones</c> and <c>constant</c>.</summary>
internal sealed record ConstantInitializer : Initializer
{
    public static readonly AliasRow<Initializer> ZerosRow = new("zeros", _ => Zeros, "Zeros");

    public static readonly AliasRow<Initializer> OnesRow = new("ones", _ => Ones, "Ones");

    public static readonly AliasRow<Initializer> Row = new(
        "constant", call => new ConstantInitializer(call.Take("value", 0f)), "Constant");

    // −0 is 0: the two are one value in a text.
    public ConstantInitializer(float value) => Value = Argument.Finite(OwnerOf(Row.Alias), value) + 0f;

    public float Value { get; }

    internal override void Fill(Span<float> values, TensorShape shape, Random random) => values.Fill(Value);

    private protected override string Describe() => Value switch
    {
        0f => "zeros",
        1f => "ones",
        _ => AliasCall.Spell(Row.Alias, ("value", Value, null)),
    };
}
