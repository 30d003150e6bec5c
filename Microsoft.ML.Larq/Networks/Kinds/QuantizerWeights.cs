namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>The trained parameters of a layer's quantizers, as weights of the layer.</summary>
internal static class QuantizerWeights
{
    /// <summary>What stands for the layer's input where else a weight is named.</summary>
    public const string Input = "input";

    /// <summary>Checks a layer's quantizers, and gives a weight for each parameter that they train.</summary>
    public static IEnumerable<WeightSpec> Of(LayerKind kind, WeightSpec[] weights, IReadOnlyList<TensorShape> inputs)
    {
        var places = weights.Where(spec => spec.Quantizer is not null)
            .Select(spec => (spec.Name, Quantizer: spec.Quantizer!, spec.Shape));
        if (kind.Input is { } input) places = places.Append((Input, input, inputs[0]));
        foreach (var (name, quantizer, shape) in places)
        {
            quantizer.CheckReadable();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var parameter in quantizer.ParametersOf(shape))
            {
                if (parameter.Name is not [_, ..] || !parameter.Name.All(IsAllowed) || !names.Add(parameter.Name))
                {
                    throw new ArgumentException(
                        $"Quantizer '{quantizer}': a parameter's name has letters, digits and '_' and is its own, "
                        + $"got '{parameter.Name}'.");
                }

                yield return new WeightSpec(NameOf(name, parameter.Name), parameter.Shape, parameter.Initializer)
                {
                    QuantizerOf = name,
                    Trainable = parameter.Trainable,
                };
            }
        }
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>The name within the layer of a parameter of the quantizer of a weight or the input.</summary>
    public static string NameOf(string quantized, string parameter) => $"{quantized}_quantizer_{parameter}";

    /// <summary>The parameter's own name, from that within the layer.</summary>
    public static string ParameterOf(WeightSpec spec) => spec.Name[NameOf(spec.QuantizerOf!, "").Length..];
}
