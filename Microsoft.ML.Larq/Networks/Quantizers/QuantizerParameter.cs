namespace Microsoft.ML.Larq.Networks;

/// <summary>A parameter of a <see cref="CustomQuantizer"/>: trained, or state that its module keeps.</summary>
/// <param name="Name">
/// Its name: letters, digits and '_'. The module's parameter, or its buffer where <paramref name="Trainable"/> is
/// false, is called so too, and has the same shape.
/// </param>
/// <param name="Shape">Its shape, for example (1,) or (channels,).</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="Trainable">
/// Whether the optimizer trains it; default true. False: a buffer that the module itself changes while it is in
/// training mode, such as a moving mean. No optimizer and no decay touches it; saved, resumed, scored and counted it is
/// as the others are.
/// </param>
public sealed record QuantizerParameter(
    string Name, TensorShape Shape, Initializer Initializer, bool Trainable = true)
{
    /// <summary>Its name: letters, digits and '_'.</summary>
    public string Name { get; } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary>Its shape.</summary>
    public TensorShape Shape { get; } = Shape;

    /// <summary>How it starts.</summary>
    public Initializer Initializer { get; } = Initializer ?? throw new ArgumentNullException(nameof(Initializer));

    /// <summary>Whether the optimizer trains it.</summary>
    public bool Trainable { get; } = Trainable;
}
