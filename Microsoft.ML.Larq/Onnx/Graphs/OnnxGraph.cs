namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>
/// A graph of ONNX' standard operators while it is built, whoever writes it in the end: a file of ours, or ML.NET's
/// converter. Values are known by their names.
/// </summary>
internal abstract class OnnxGraph
{
    /// <summary>The set of ONNX' standard operators that is written; ML.NET's converter takes no later one.</summary>
    public const int OperatorSet = 12;

    private readonly Dictionary<float, string> _scalars = [];

    /// <summary>What names of values and nodes begin with: the layer that is being written.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Adds an operator with one output.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">The values that it reads; "" for one that is left out.</param>
    /// <param name="attributes">Its parameters.</param>
    /// <returns>The name of its output.</returns>
    public abstract string Node(string type, string[] inputs, params OnnxAttribute[] attributes);

    /// <summary>Adds numbers.</summary>
    public abstract string Constant(float[] values, params int[] dimensions);

    /// <summary>Adds whole numbers in one dimension.</summary>
    public abstract string Constant(long[] values);

    /// <summary>Adds indices in 32 bits.</summary>
    public abstract string Indices(int[] values, params int[] dimensions);

    /// <summary>Adds numbers among −1, 0 and +1, a byte each; what is named are single-precision numbers.</summary>
    public abstract string Small(sbyte[] values, params int[] dimensions);

    /// <summary>One number, written once however often it is asked for.</summary>
    public string Scalar(float value)
    {
        if (_scalars.TryGetValue(value, out var known)) return known;
        return _scalars[value] = Constant([value]);
    }

    public string Add(string left, string right) => Node("Add", [left, right]);

    public string Subtract(string left, string right) => Node("Sub", [left, right]);

    public string Multiply(string left, string right) => Node("Mul", [left, right]);

    public string Divide(string left, string right) => Node("Div", [left, right]);

    public string Clip(string value, float low, float high) => Node("Clip", [value, Scalar(low), Scalar(high)]);

    /// <summary>One number where a condition holds, another elsewhere.</summary>
    public string Where(string condition, float then, float otherwise) =>
        Node("Where", [condition, Scalar(then), Scalar(otherwise)]);

    /// <summary>A condition as 1 and 0.</summary>
    public string Number(string condition) => Node("Cast", [condition], ("to", (long)OnnxType.Single));

    /// <summary>The same numbers in another shape, for any number of rows.</summary>
    public string Reshape(string value, IEnumerable<int> dimensions) =>
        Node("Reshape", [value, Constant([-1, .. dimensions.Select(size => (long)size)])]);

    public string Mean(string value, IEnumerable<int> axes, bool keep = true) =>
        Reduce("ReduceMean", value, axes, keep);

    public string Largest(string value, IEnumerable<int> axes, bool keep = true) =>
        Reduce("ReduceMax", value, axes, keep);

    private string Reduce(string type, string value, IEnumerable<int> axes, bool keep) => Node(
        type, [value], ("axes", (long[])[.. axes.Select(axis => (long)axis)]), ("keepdims", keep ? 1L : 0));
}
