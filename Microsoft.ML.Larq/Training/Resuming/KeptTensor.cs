using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>A tensor as bytes, for files.</summary>
/// <param name="Type">Its type in safetensors' words: F32, BOOL, or F64 for all others.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Its values, little-endian.</param>
internal sealed record KeptTensor(string Type, long[] Shape, byte[] Bytes)
{
    private const string Single = "F32";
    private const string Double = "F64";
    private const string Bool = "BOOL";

    public static KeptTensor Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (type, name) = tensor.dtype switch
        {
            ScalarType.Float32 => (ScalarType.Float32, Single),
            ScalarType.Bool => (ScalarType.Bool, Bool),
            _ => (ScalarType.Float64, Double),
        };
        return new KeptTensor(name, tensor.shape, tensor.to(CPU).to(type).contiguous().bytes.ToArray());
    }

    /// <exception cref="FormatException">Type, shape and bytes do not belong together.</exception>
    public Tensor ToTensor()
    {
        var type = Type switch
        {
            Single => ScalarType.Float32,
            Double => ScalarType.Float64,
            Bool => ScalarType.Bool,
            _ => throw new FormatException($"A metric's state is of type {Single}, {Double} or {Bool}, got '{Type}'."),
        };
        var tensor = empty(Shape, type, CPU);
        if (tensor.bytes.Length != Bytes.Length)
        {
            tensor.Dispose();
            throw new FormatException(
                $"A metric's state of shape ({string.Join(", ", Shape)}) has other than {Bytes.Length} bytes.");
        }

        Bytes.CopyTo(tensor.bytes);
        return tensor;
    }
}
