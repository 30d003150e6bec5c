using System.Reflection;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>A receiver and arguments with which a member works: new ones at each call.</summary>
internal sealed class GoodCall(MethodBase member)
{
    // Where the type alone does not say what is wanted.
    private static readonly Dictionary<(string Type, string Parameter), Func<object>> Fitting = new()
    {
        [("Quantizer", "alias")] = () => "ste_sign",
        [("Kernel", "alias")] = () => "ste_sign",
        [("Initializer", "alias")] = () => "glorot_uniform",
        [("WeightConstraint", "alias")] = () => "weight_clip",
        [("WeightRegularizer", "alias")] = () => "l2",
        [("NetworkDefinition", "json")] = () =>
            ((NetworkDefinition)GoodValues.Of(typeof(NetworkDefinition))).ToJson(),
        [("NetworkTensor", "targetShape")] = () => new[] { 24, 24 },
        [("NetworkTensor", "kind")] = () => new FlattenLayer(),
        [("TensorShape", "index")] = () => 1,
        [("WeightArray", "shape")] = () => new TensorShape(1),
        [("PackedNetwork", "rows")] = () => new float[3],
        [("PackedNetwork", "row")] = () => new float[3],
        [("PackedNetwork", "scores")] = () => new float[3],
        [("SafetensorsTensor", "dataType")] = () => "F32",
        [("SafetensorsTensor", "shape")] = () => new long[] { 1 },
        [("SafetensorsTensor", "data")] = () => new ReadOnlyMemory<byte>(new byte[4]),
        [("ZooFiles", "model")] = () => "QuickNet",
        [("Zoo", "layers")] = () => new[] { 1, 1 },
        [("Zoo", "reductions")] = () => new[] { 2.0 },
        [("QuantizerMetric", "parts")] = () => new[] { new Dictionary<string, Tensor>() },
        [("TrainingReport", "runs")] = () =>
        {
            var model = (BinarizedNetworkTransformer)GoodValues.Of(typeof(BinarizedNetworkTransformer));
            return new (string, BinarizedNetworkTransformer)[] { ("one", model), ("other", model) };
        },
        [("EarlierStages", "stage")] = () => "first",
        [("OnnxExport", "path")] = GoodValues.NewPath,
        [("CExport", "path")] = GoodValues.NewSource,
        [("BinarizedNetworkTransformer", "path")] = GoodValues.NewSource,
        [("KerasDefinition", "path")] = () => GoodValues.KerasPath(whole: true),
        [("Distillation", "path")] = () => GoodValues.KerasPath(whole: true),
        [("LarqCatalog", "path")] = () => GoodValues.KerasPath(whole: true),
    };

    public (object? Receiver, object?[] Arguments) Make()
    {
        var tensor = new Lazy<NetworkTensor>(() => Input(member));
        object Good(Type type) => type == typeof(NetworkTensor) ? tensor.Value : GoodValues.Of(type);
        var receiver = member.IsStatic || member.IsConstructor ? null : Good(member.DeclaringType!);
        return (receiver, [.. member.GetParameters().Select(parameter => Argument(parameter, Good))]);
    }

    private object? Argument(ParameterInfo parameter, Func<Type, object> good)
    {
        if (parameter.IsOut) return null;
        if (GoodValues.DefaultOf(parameter, out var value)) return value;
        if (member.Name is "Quantize" or "Register" && member.DeclaringType!.IsAssignableTo(typeof(Quantizer)))
        {
            if (parameter.Name == "shape") return new TensorShape(1);
            if (parameter.Name == "alias") return "contract_sign";
        }

        if (Fitting.TryGetValue((member.DeclaringType!.Name, parameter.Name!), out var fitting)) return fitting();
        if (parameter is not { Name: "path" or "folder" }) return good(parameter.ParameterType);
        return member.Name.StartsWith("Write", StringComparison.Ordinal)
            ? GoodValues.NewPath()
            : GoodValues.KerasPath(whole: false);
    }

    private static NetworkTensor Input(MethodBase member)
    {
        TensorShape shape = member switch
        {
            { DeclaringType.Name: "Zoo", Name: "XnorNet" } => new(224, 224, 3),
            { DeclaringType.Name: "Zoo" } => new(64, 64, 3),
            { Name: var name } when name.Contains("1D", StringComparison.Ordinal) => new(8, 4),
            { Name: var name } when name.Contains("3D", StringComparison.Ordinal) => new(6, 6, 6, 4),
            { Name: "Vector" or "Thermometer" or "QuantileThermometer" or "Dense" or "QuantDense" } => new(12),
            _ => new(12, 12, 4),
        };
        NetworkTensor? input = null;
        NetworkDefinition.Build(shape, x => (input = x).Flatten());
        return input!;
    }
}
