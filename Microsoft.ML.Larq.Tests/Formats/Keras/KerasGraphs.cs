using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Keras' configurations of small models, and what is read of them.</summary>
internal static class KerasGraphs
{
    public const string Input = """
        {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 8, 8, 3], "dtype": "float32",
         "sparse": false, "ragged": false, "name": "image"}, "name": "image", "inbound_nodes": []}
        """;

    public static string Layer(string className, string name, string parameters, params string[] inputs) =>
        $"{{\"class_name\": \"{className}\", \"config\": {{\"name\": \"{name}\", \"trainable\": true"
        + (parameters.Length == 0 ? "" : parameters.Contains("dtype", StringComparison.Ordinal)
            ? $", {parameters}"
            : $", \"dtype\": \"float32\", {parameters}")
        + $"}}, \"name\": \"{name}\", "
        + $"\"inbound_nodes\": [[{string.Join(", ", inputs.Select(input => $"[\"{input}\", 0, 0, {{}}]"))}]]}}";

    public static string Config(string output, params string[] layers) =>
        $"{{\"name\": \"model\", \"layers\": [{string.Join(", ", layers)}], \"input_layers\": [[\"image\", 0, 0]], "
        + $"\"output_layers\": [[\"{output}\", 0, 0]]}}";

    public static KerasLayout.TemporaryFile InFile(string output, params string[] layers) => new KerasLayout
    {
        ModelConfig = $"{{\"class_name\": \"Functional\", \"config\": {Config(output, layers)}}}",
    }.ToFile();

    public static NetworkDefinition Functional(string output, params string[] layers)
    {
        using var file = InFile(output, layers);
        return NetworkDefinition.FromKeras(file.Path);
    }

    public static NetworkDefinition Sequential(params string[] layers)
    {
        using var file = new KerasLayout
        {
            ModelConfig = "{\"class_name\": \"Sequential\", "
                + $"\"config\": {{\"name\": \"s\", \"layers\": [{string.Join(", ", layers)}]}}}}",
        }.ToFile();
        return NetworkDefinition.FromKeras(file.Path);
    }

    public static string Refuse(string output, params string[] layers)
    {
        using var file = InFile(output, layers);
        return Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path)).Message;
    }
}
