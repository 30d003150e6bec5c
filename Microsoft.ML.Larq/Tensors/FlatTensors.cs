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
        at = 0;
        foreach (var tensor in tensors)
        {
            var changed = TorchMemory.Empty(tensor.shape);
            _numbers.AsSpan(at, (int)tensor.numel()).CopyTo(changed.Floats());
            tensor.copy_(changed);
            at += (int)tensor.numel();
        }
    }
}
