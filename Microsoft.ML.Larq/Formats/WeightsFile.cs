using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Weights;

namespace Microsoft.ML.Larq.Formats;

/// <summary>A network's weights as a safetensors file: one tensor for each weight, named <c>layer/weight</c>.</summary>
/// <remarks>
/// A kernel whose quantizer gives signs is stored as <see cref="SignBits"/>, type U8, over its row-major order, and a
/// note of its name holds its true shape: <c>"3,3,64,64"</c>. All else is F32. With the note <c>latent</c> every kernel
/// is F32 and latent.
/// </remarks>
internal static class WeightsFile
{
    private const string Latent = "latent";
    private const string True = "true";
    private const int HeaderStart = 1024;
    private const int HeaderEntry = 512;

    /// <summary>Writes weights; the same ones give the same bytes.</summary>
    /// <exception cref="ArgumentException">They do not fit the network, or one is not finite; it is named.</exception>
    public static byte[] Write(NetworkDefinition definition, NetworkWeights weights, bool latent)
    {
        weights.Verify(definition);
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (latent) notes.Add(Latent, True);
        foreach (var (name, layer, spec) in Specs(definition))
        {
            var values = weights[name].Values;
            if (Fault(layer, spec, values) is { } fault) throw new ArgumentException($"Weight '{name}': {fault}");
            if (latent || !IsSigns(spec))
            {
                tensors.Add(name, SafetensorsTensor.FromSingles(Dimensions(spec), values));
                continue;
            }

            var signs = Signs(name, spec, values);
            tensors.Add(name, new SafetensorsTensor("U8", [SignBits.Bytes(signs.Length)], SignBits.Pack(signs)));
            notes.Add(name, Note(spec));
        }

        return new SafetensorsFile(tensors, notes).ToBytes();
    }

    /// <summary>Requires that a file can be of this network, by its length alone.</summary>
    /// <exception cref="FormatException">It is longer than any of its weights.</exception>
    public static void RequireLength(NetworkDefinition definition, long length)
    {
        var most = MostHeader(definition) + Specs(definition).Sum(entry => sizeof(float) * (long)entry.Spec.Shape.Size);
        if (length > most) throw new FormatException($"Its weights have at most {most} bytes, got {length}.");
    }

    /// <summary>Reads what <see cref="Write"/> wrote for the same network; bits come as −1 and +1.</summary>
    /// <exception cref="FormatException">
    /// It is no such file; the weight is named, what it must be and what came.
    /// </exception>
    public static NetworkWeights Read(NetworkDefinition definition, ReadOnlyMemory<byte> file, out bool latent)
    {
        var content = SafetensorsFile.Read(file, MostHeader(definition));
        var isLatent = latent = content.Metadata.ContainsKey(Latent);
        var specs = Specs(definition).ToArray();
        var notes = specs.Where(entry => !isLatent && IsSigns(entry.Spec))
            .Select(entry => KeyValuePair.Create(entry.Name, Note(entry.Spec)));
        RequireSame(content, specs.Select(entry => entry.Name), isLatent ? [KeyValuePair.Create(Latent, True)] : notes);
        return new NetworkWeights(specs.Select(entry => KeyValuePair.Create(
            entry.Name, Read(entry.Name, entry.Layer, entry.Spec, content.Tensors[entry.Name], isLatent))).ToArray());
    }

    private static WeightArray Read(string name, Layer layer, WeightSpec spec, SafetensorsTensor tensor, bool latent)
    {
        var bits = !latent && IsSigns(spec);
        var (type, shape) = bits ? ("U8", [SignBits.Bytes(spec.Shape.Size)]) : ("F32", Dimensions(spec));
        if (tensor.DataType != type || !tensor.Shape.SequenceEqual(shape))
        {
            throw new FormatException(
                $"Weight '{name}' is stored as {type} of shape [{string.Join(", ", shape)}], "
                + $"got {tensor.DataType} of shape [{string.Join(", ", tensor.Shape)}].");
        }

        // The number of bytes is checked: only now is memory allocated that is as large as the shape says.
        if (bits)
        {
            return SignBits.EndsInZeros(tensor.Data.Span, spec.Shape.Size)
                ? WeightArray.OfSigns(spec.Shape, tensor.Data)
                : throw new FormatException(
                    $"Weight '{name}' has 0 in the unused bits of its last byte, got {tensor.Data.Span[^1]}.");
        }

        var values = tensor.ToSingles();
        if (Fault(layer, spec, values) is { } fault) throw new FormatException($"Weight '{name}': {fault}");
        return WeightArray.Adopt(spec.Shape, values);
    }

    private static void RequireSame(
        SafetensorsFile file, IEnumerable<string> names, IEnumerable<KeyValuePair<string, string>> notes)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        if (wanted.FirstOrDefault(name => !file.Tensors.ContainsKey(name)) is { } missing)
            throw new FormatException($"The network needs a weight '{missing}'; the file has none.");
        if (file.Tensors.Keys.FirstOrDefault(name => !wanted.Contains(name)) is { } stranger)
            throw new FormatException($"Weight '{stranger}' belongs to no layer of the network.");
        var left = file.Metadata.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, text) in notes)
        {
            if (!left.Remove(name, out var note) || note != text)
                throw new FormatException($"The note '{name}' of the weights is '{text}', got '{note ?? "none"}'.");
        }

        if (left.Count > 0) throw new FormatException($"The weights have an unknown note '{left.Keys.First()}'.");
    }

    // Name, type, shape and place of each tensor, and perhaps a note of it: names have ASCII letters alone.
    private static long MostHeader(NetworkDefinition definition) =>
        HeaderStart + Specs(definition).Sum(entry => HeaderEntry + (2L * entry.Name.Length));

    // A threshold that no number reaches is +∞; everything else is a finite number.
    private static string? Fault(Layer layer, WeightSpec spec, ReadOnlySpan<float> values)
    {
        var unreachable = (layer.Kind, spec.Name) is (QuantileThermometerLayer, QuantileThermometerLayer.Thresholds)
            or (ThermometerLayer, ThermometerLayer.Thresholds);
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) && !(unreachable && float.IsPositiveInfinity(values[i])))
                return $"values are finite{(unreachable ? " or +∞" : "")}, got {values[i]} at position {i}.";
        }

        return null;
    }

    private static bool IsSigns(WeightSpec spec) =>
        spec.Quantizer is { IsKeptAsSigns: true } quantizer && quantizer.ParametersOf(spec.Shape).Count == 0;

    // Stored signs must not change when they are quantized again.
    private static float[] Signs(string name, WeightSpec spec, ReadOnlySpan<float> values)
    {
        var signs = new float[values.Length];
        spec.Quantizer!.Quantize(values, spec.Shape, signs);
        var again = new float[values.Length];
        spec.Quantizer.Quantize(signs, spec.Shape, again);
        return again.AsSpan().SequenceEqual(signs) && !signs.ContainsAnyExcept(-1f, 1f)
            ? signs
            : throw new ArgumentException(
                $"Weight '{name}': quantizer '{spec.Quantizer}' says that it gives −1 and +1 and is idempotent, "
                + "and is not.");
    }

    private static string Note(WeightSpec spec) =>
        string.Join(',', spec.Shape.Dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static long[] Dimensions(WeightSpec spec) => [.. spec.Shape.Dimensions.Select(size => (long)size)];

    private static IEnumerable<(string Name, Layer Layer, WeightSpec Spec)> Specs(NetworkDefinition definition) =>
        from layer in definition.Layers
        from spec in layer.Weights
        select (NetworkWeights.NameOf(layer, spec.Name), layer, spec);
}
