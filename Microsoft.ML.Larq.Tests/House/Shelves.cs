namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// Which shelves of a room may use which others of it, from the lowest to the highest; what stands in the room itself,
/// on no shelf, is "".
/// </summary>
/// <remarks>
/// A shelf may use those named before it: so there is no circle, whatever is written here.
/// </remarks>
internal static class Shelves
{
    public static IReadOnlyDictionary<string, string[]> Order { get; } = new Dictionary<string, string[]>
    {
        ["Clusters"] = ["Wires", "Threads", "Mpi", ""],
        ["Formats"] = ["Hdf5", "", "Keras", "Zoo"],
        ["Microcontrollers"] = ["Text", "Kernels", "Functions", "Steps", ""],
        ["Networks"] =
        [
            "Text", "Shapes", "Initializers", "Constraints", "Weights", "Quantizers", "Kinds", "Summary", "", "Zoo",
        ],
        ["Onnx"] = ["Graphs", "Format", "Nodes", ""],
        ["Optimizers"] = ["Schedules", "", "Clipping"],
        ["Packed"] =
        [
            "Report", "Kernels", "Kernels/Widths", "Kernels/Packing", "Kernels/Pointwise", "Kernels/Sums",
            "Kernels/Binary", "Kernels/Emitted", "Kernels/Float", "Kernels/Depthwise", "Kernels/RealBySigns", "Sets",
            "Plan", "Compiling", "Operands", "Ops", "Usage", "",
        ],
        ["Training"] = ["Machine", "Augmentation", "Data", "Losses", "Measures", "Distilling", "Callbacks",
            "Resuming", "Sharing", ""],
    };

    /// <summary>Rooms whose shelves are parts of one thing and are not held apart, and why.</summary>
    public static IReadOnlyDictionary<string, string> Whole { get; } = new Dictionary<string, string>
    {
        ["Progress"] = "a history finds its own faults, and the detectors read histories",
    };
}
