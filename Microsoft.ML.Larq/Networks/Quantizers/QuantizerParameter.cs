namespace Microsoft.ML.Larq.Networks;

/// <summary>A trained parameter of a <see cref="CustomQuantizer"/>.</summary>
/// <param name="Name">
/// Its name: letters, digits and '_'. The module's parameter is called so too, and has the same shape.
/// </param>
/// <param name="Shape">Its shape, for example (1,) or (channels,).</param>
/// <param name="Initializer">How it starts.</param>
public sealed record QuantizerParameter(string Name, TensorShape Shape, Initializer Initializer)
{
    /// <summary>Its name: letters, digits and '_'.</summary>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary>How it starts.</summary>
    public Initializer Initializer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Initializer));
    } = Initializer ?? throw new ArgumentNullException(nameof(Initializer));
}
