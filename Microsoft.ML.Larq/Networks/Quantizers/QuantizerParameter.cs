namespace Microsoft.ML.Larq.Networks;

/// <summary>A parameter of a <see cref="CustomQuantizer"/>: trained, or state that its module keeps.</summary>
/// <param name="name">
/// Its name: letters, digits and '_'. The module's parameter, or its buffer where <paramref name="trainable"/> is
/// false, is called so too, and has the same shape.
/// </param>
/// <param name="shape">Its shape, for example (1,) or (channels,).</param>
/// <param name="initializer">How it starts.</param>
/// <param name="trainable">
/// Whether the optimizer trains it; default true. False: a buffer that the module itself changes while it is in
/// training mode, such as a moving mean. No optimizer and no decay touches it; saved, resumed, scored and counted it is
/// as the others are.
/// </param>
public sealed class QuantizerParameter(
    string name, TensorShape shape, Initializer initializer, bool trainable = true)
{
    internal string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    internal TensorShape Shape { get; } = shape;

    internal Initializer Initializer { get; } = initializer ?? throw new ArgumentNullException(nameof(initializer));

    internal bool Trainable { get; } = trainable;
}
