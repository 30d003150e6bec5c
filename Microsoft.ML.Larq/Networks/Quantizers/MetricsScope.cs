namespace Microsoft.ML.Larq.Networks;

/// <summary>Until disposed, kernels that are described get quantizers with these metrics, or keep their own.</summary>
/// <remarks>
/// <para><c>using (new MetricsScope("flip_ratio")) { … }</c> around what builds layers, of a network or of TorchSharp.
/// Inputs' quantizers are not affected. Scopes may lie within one another and then add up; each is of the asynchronous
/// flow that opens it.</para>
/// <para>Larq: <c>larq.context.metrics_scope</c>.</para>
/// </remarks>
public sealed class MetricsScope : IDisposable
{
    private static readonly AsyncLocal<IReadOnlyList<string>?> Flow = new();

    private readonly IReadOnlyList<string>? _before = Flow.Value;

    /// <summary>Opens a scope.</summary>
    /// <param name="metrics">
    /// The metrics' names: of the library's, or registered. One that is not known is an error when the network is
    /// trained.
    /// </param>
    /// <exception cref="ArgumentException">There is null among them.</exception>
    public MetricsScope(params IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Any(name => name is null))
            throw new ArgumentException("A scope's metrics have names, got null among them.", nameof(metrics));
        Flow.Value = [.. (_before ?? []).Concat(metrics).Distinct()];
    }

    /// <summary>The metrics of the open scopes. Larq: <c>get_training_metrics</c>.</summary>
    internal static IReadOnlyList<string> Current => Flow.Value ?? [];

    /// <summary>Closes the scope.</summary>
    public void Dispose() => Flow.Value = _before;

    /// <summary>The quantizer of a kernel that is described now.</summary>
    internal static Quantizer? Apply(Quantizer? quantizer) =>
        quantizer is { Metrics.Count: 0 } && Current.Count > 0 ? quantizer with { Metrics = Current } : quantizer;
}
