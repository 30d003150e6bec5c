namespace Microsoft.ML.Larq.Networks;

/// <summary>What belongs to a layer's kernel: its quantizer, how it starts and what training does to it.</summary>
/// <remarks>A quantizer, or its name, stands for a kernel that has it: <c>Kernel = "ste_sign"</c>.</remarks>
public sealed record Kernel
{
    /// <summary>Quantizes the kernel; null (default) leaves it as it is.</summary>
    public Quantizer? Quantizer
    {
        get;
        init => field = MetricsScope.Apply(value);
    }

    /// <summary>How the latent kernel starts; default <c>glorot_uniform</c>.</summary>
    public Initializer Initializer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Initializer));
    } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? Regularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step; default nothing.</summary>
    public WeightConstraint? Constraint { get; init; }

    /// <summary>A kernel that has this quantizer, or none.</summary>
    /// <param name="quantizer">The quantizer.</param>
    public static implicit operator Kernel(Quantizer? quantizer) => new() { Quantizer = quantizer };

    /// <summary>A kernel that has the quantizer of this name.</summary>
    /// <param name="alias">For example <c>"ste_sign"</c>.</param>
    /// <exception cref="ArgumentException">There is no such quantizer.</exception>
    public static implicit operator Kernel(string alias) => new() { Quantizer = Quantizer.Parse(alias) };

    /// <summary>One kernel of what a call says of it twice.</summary>
    /// <exception cref="ArgumentException">Both say a quantizer, and not the same.</exception>
    internal static Kernel Of(Kernel? kernel, Quantizer? quantizer)
    {
        if (kernel is null) return quantizer;
        if (quantizer is null || quantizer.Equals(kernel.Quantizer)) return kernel;
        return kernel.Quantizer is null
            ? kernel with { Quantizer = quantizer }
            : throw new ArgumentException(
                $"A kernel has one quantizer, got {kernel.Quantizer} and {quantizer}.", nameof(kernel));
    }

    /// <summary>The kernel of a layer of real numbers.</summary>
    /// <exception cref="ArgumentException">It has a quantizer.</exception>
    internal static Kernel? Real(Kernel? kernel) => kernel?.Quantizer is null
        ? kernel
        : throw new ArgumentException(
            $"A layer of real numbers has no kernel quantizer, got {kernel.Quantizer}; its Quant… counterpart has one.",
            nameof(kernel));

    /// <summary>The kernel as a weight: <c>kernel</c>, or <c>depthwise_kernel</c> for <c>Depthwise</c>.</summary>
    /// <param name="property">What its kind calls it.</param>
    /// <param name="shape">Its shape.</param>
    internal WeightSpec Weight(string property, params ReadOnlySpan<int> shape) =>
        new(
            property == nameof(Kernel) ? "kernel" : $"{property.ToLowerInvariant()}_kernel", new TensorShape(shape),
            Initializer)
        {
            KernelOf = property,
            Quantizer = Quantizer,
            Constraint = Constraint,
            Regularizer = Regularizer,
        };
}
