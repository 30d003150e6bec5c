using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>Changes the numbers of many tensors as if they were one, so that they go in few messages.</summary>
internal sealed class FlatTensors
{
    // Numbers that are changed at once: 64 MiB.
    private const int MostNumbers = 1 << 24;

    private float[] _numbers = [];

    public delegate void Change(Span<float> numbers);

    /// <summary>Changes them in place, in their order.</summary>
    public void Run(IEnumerable<Tensor> tensors, Change change)
    {
        var some = new List<Tensor>();
        var count = 0L;
        foreach (var tensor in tensors)
        {
            if (count + tensor.numel() > MostNumbers && some.Count > 0)
            {
                Run(some, (int)count, change);
                some.Clear();
                count = 0;
            }

            some.Add(tensor);
            count += tensor.numel();
        }

        if (some.Count > 0) Run(some, checked((int)count), change);
    }

    /// <summary>Gives tensors their numbers, one tensor's after another's.</summary>
    public static void Write(IEnumerable<Tensor> tensors, ReadOnlySpan<float> numbers)
    {
        foreach (var tensor in tensors)
        {
            var count = (int)tensor.numel();
            var values = TorchMemory.Empty(tensor.shape);
            numbers[..count].CopyTo(values.Floats());
            tensor.copy_(values);
            numbers = numbers[count..];
        }
    }

    private void Run(List<Tensor> tensors, int count, Change change)
    {
        if (_numbers.Length < count) _numbers = new float[count];
        var at = 0;
        foreach (var tensor in tensors)
        {
            var plain = tensor.to(ScalarType.Float32, CPU).contiguous().Elements<float>();
            plain.CopyTo(_numbers.AsSpan(at));
            at += plain.Length;
        }

        change(_numbers.AsSpan(0, count));
        Write(tensors, _numbers.AsSpan(0, count));
    }
}
