namespace Microsoft.ML.Larq.Networks;

/// <summary>One weight that a layer has: its name within the layer, shape, and what training does to it.</summary>
public sealed record WeightSpec
{
    internal WeightSpec(string name, TensorShape shape, Initializer initializer)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(initializer);
        (Name, Shape, Initializer) = (name, shape, initializer);
    }

    /// <summary>Keras' name within the layer: <c>kernel</c>, <c>bias</c>, <c>gamma</c>, <c>moving_mean</c>.</summary>
    public string Name { get; }

    /// <summary>Kernels are height, width, input channels per group, output channels; or inputs, outputs.</summary>
    public TensorShape Shape { get; }

    /// <summary>How it starts.</summary>
    internal Initializer Initializer { get; }

    /// <summary>
    /// Whether an optimizer changes it; statistics, fitted thresholds and frozen layers' weights are not trainable.
    /// </summary>
    public bool Trainable { get; internal init; } = true;

    /// <summary>What the arithmetic sees instead of the latent values; null for the values themselves.</summary>
    public Quantizer? Quantizer { get; internal init; }

    /// <summary>What is done to the latent values after every optimizer step.</summary>
    internal WeightConstraint? Constraint { get; init; }

    /// <summary>What training adds to the loss for the latent values; null for nothing.</summary>
    internal WeightRegularizer? Regularizer { get; init; }

    /// <summary>Whether inputs are multiplied with it: a kernel, and not what is added or scales.</summary>
    internal bool IsKernel => KernelOf is not null;

    /// <summary>What its kind calls this kernel: <c>Kernel</c>, <c>Depthwise</c>; null for no kernel.</summary>
    internal string? KernelOf { get; init; }

    /// <summary>The weight, or the input, whose quantizer's trained parameter this is; null for all others.</summary>
    internal string? QuantizerOf { get; init; }

    /// <summary>Bits a value needs: the quantizer's precision, or 32.</summary>
    public int Precision => Quantizer?.Precision ?? 32;

    /// <summary>Which of these cannot be had of a weight of this shape, in words; null where all can.</summary>
    internal string? Misfit => Initializer.Misfit(Shape) ?? Constraint?.Misfit(Shape);
}
