namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Which folders of the library may use which others, and which packages.</summary>
internal static class Arrows
{
    public const string Root = "(root)";

    /// <summary>The catalog in ML.NET's own namespace: it names everything, and nothing names it.</summary>
    public const string Door = "(door)";

    /// <summary>What lies between a trainer's options and the training loop knows both, as the root does.</summary>
    public static readonly string[] OfTheRoot = ["Fitting"];

    /// <summary>
    /// The rooms that need neither ML.NET nor Torch: what an assembly that only scores will be made of.
    /// </summary>
    public static readonly string[] StandAlone = ["Files", "Networks", "Packed", "Formats", "Onnx", "Microcontrollers"];

    /// <summary>
    /// The rooms whose types stand on TorchSharp's: an assembly through which ML.NET does not look to load a model.
    /// </summary>
    public static readonly string[] OnTorch = ["Tensors", "Metrics", "Quantizers", "Layers", "Optimizers", "Modules"];

    private const string Torch = "TorchSharp";
    private const string Messages = "Google.Protobuf";
    private const string Assembler = "Iced";
    private const string MLNet = "Microsoft.ML";
    private const string Vectors = "System.Numerics.Tensors";

    /// <summary>
    /// Folder, the folders that it may use, the packages that it may use besides the base class library.
    /// </summary>
    public static IReadOnlyDictionary<string, Row> Table { get; } = new Dictionary<string, Row>
    {
        ["Files"] = new([], []),
        ["Networks"] = new([], []),
        ["Packed"] = new(["Files", "Formats", "Networks"], [Assembler]),
        ["Formats"] = new(["Networks"], []),
        ["Onnx"] = new(["Files", "Networks"], [Messages]),
        ["Microcontrollers"] = new(["Files", "Networks", "Packed"], []),
        ["Clusters"] = new([], []),
        ["Tensors"] = new([], [Torch]),
        ["Metrics"] = new(["Tensors"], [Torch]),
        ["Quantizers"] = new(["Metrics", "Networks", "Tensors"], [Torch]),
        ["Layers"] = new(["Quantizers", "Metrics", "Networks", "Tensors"], [Torch]),
        ["Optimizers"] = new(["Networks", "Metrics", "Tensors"], [Torch]),
        ["Modules"] = new(["Layers", "Networks", "Optimizers", "Quantizers", "Tensors"], [Torch]),
        ["Progress"] = new(["Files"], [MLNet]),
        ["Images"] = new(["Hosting", "Packed"], [MLNet]),
        ["Reports"] = new(["Networks", "Packed", "Progress"], []),
        ["Training"] = new(["Layers", "Quantizers", "Metrics", "Modules", "Optimizers", "Networks", "Progress",
                "Tensors", "Files", "Clusters"],
            [Torch, MLNet]),
        ["Checkpoints"] = new(["Training", "Files", "Formats", "Networks", "Progress"], []),
        ["Scoring"] = new(["Packed", "Networks", "Onnx"], [MLNet]),
        ["Hosting"] = new(["Formats", "Progress", "Networks", "Onnx"], [MLNet]),
        ["Model"] = new(["Hosting", "Networks", "Optimizers", "Packed", "Progress", "Reports"], [MLNet]),
        [Root] = new(
            ["Files", "Networks", "Packed", "Formats", "Onnx", "Microcontrollers", "Tensors", "Metrics", "Quantizers",
                "Layers", "Modules", "Optimizers", "Progress", "Training", "Checkpoints", "Scoring", "Hosting",
                "Model", "Clusters"],
            [Torch, MLNet, Vectors]),
        ["Stages"] = new([Root, "Hosting", "Networks"], [MLNet]),
        ["Keras"] = new([Root, "Formats", "Hosting", "Model", "Networks", "Packed", "Progress"], [MLNet]),
        [Door] = new([Root, "Stages", "Keras", "Images", "Hosting", "Networks", "Progress"], [MLNet]),
    };

    /// <summary>One folder's row.</summary>
    public sealed record Row(string[] Folders, string[] Packages);
}
