using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>One of the values that a <see cref="QuantizerMetric"/> remembers from pass to pass.</summary>
/// <remarks>
/// A sum of numbers and of tensors of one shape, 0 at first, or a copy of a tensor. Tensors stay on the device that
/// they came from; none is read back before <see cref="Read"/>. Made by <see cref="QuantizerMetric.Remember"/>; used
/// within the metric's own methods, which are called one at a time.
/// </remarks>
public sealed class MetricState
{
    private double _number;
    private Tensor? _tensor;

    internal MetricState(string name, StateCombination combination, bool lasts) =>
        (Name, Combination, Lasts) = (name, combination, lasts);

    /// <summary>Its name, within its metric.</summary>
    internal string Name { get; }

    /// <summary>How states over parts of the data become one over all of it.</summary>
    internal StateCombination Combination { get; }

    /// <summary>Whether it outlives <see cref="QuantizerMetric.Reset"/>, and is part of checkpoints.</summary>
    internal bool Lasts { get; }

    /// <summary>
    /// The tensor, as it is held: not to be changed or disposed. Null where none came yet; numbers that were added are
    /// no part of it.
    /// </summary>
    public Tensor? Tensor => _tensor;

    /// <summary>Adds a number.</summary>
    /// <param name="number">The number.</param>
    public void Add(double number) => _number += number;

    /// <summary>Adds a tensor, in double precision and without reading it.</summary>
    /// <param name="tensor">The tensor; the same shape every time, none for a number.</param>
    /// <param name="factor">What it is multiplied by; default 1.</param>
    /// <exception cref="ArgumentException">It has another shape than the one before.</exception>
    public void Add(Tensor tensor, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        if (_tensor is null || !_tensor.IsBeside(tensor) || _tensor.dtype != ScalarType.Float64)
        {
            Hold(_tensor?.to(ScalarType.Float64, tensor.device)
                ?? zeros(tensor.shape, ScalarType.Float64, tensor.device));
        }

        if (!_tensor!.shape.AsSpan().SequenceEqual(tensor.shape)) throw OtherShape(tensor);
        _tensor.AddInPlace(tensor.detach(), factor);
    }

    /// <summary>Copies a tensor in place of all that was there.</summary>
    /// <param name="tensor">The tensor, of any type and shape.</param>
    public void Set(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        _number = 0;
        if (_tensor is not null && _tensor.dtype == tensor.dtype && _tensor.IsBeside(tensor)
            && _tensor.shape.AsSpan().SequenceEqual(tensor.shape))
        {
            _tensor.copy_(tensor.detach());
        }
        else
        {
            Hold(tensor.detach().clone());
        }
    }

    /// <summary>The number: the sum of what was added. Waits for the device.</summary>
    /// <exception cref="InvalidOperationException">It is a tensor of several values.</exception>
    public double Read() => _tensor is null
        ? _number
        : _tensor.numel() == 1
        ? _number + _tensor.Value()
        : throw new InvalidOperationException(
            $"State '{Name}' is a tensor ({string.Join(", ", _tensor.shape)}), no number.");

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _tensor?.Dispose();
        (_tensor, _number) = (null, 0);
    }

    /// <summary>The names of its parts in what is saved: the tensor, and the number that was added to it.</summary>
    internal IEnumerable<string> PartNames => [Name, NumberName];

    private string NumberName => $"{Name}.number";

    /// <summary>Copies of its parts in main memory, without empty ones.</summary>
    internal IEnumerable<(string Name, Tensor Copy)> Copies()
    {
        using var noGrad = no_grad();
        List<(string, Tensor)> copies = [];
        if (_tensor is not null)
        {
            using var scope = NewDisposeScope();
            copies.Add((Name, _tensor.to(CPU).clone().MoveToOuterDisposeScope()));
        }

        if (_number != 0) copies.Add((NumberName, tensor(_number, ScalarType.Float64)));
        return copies;
    }

    /// <summary>Takes its parts back.</summary>
    internal void Restore(IReadOnlyDictionary<string, Tensor> parts)
    {
        Clear();
        if (parts.TryGetValue(Name, out var held)) Set(held);
        if (parts.TryGetValue(NumberName, out var number)) _number = number.Value();
    }

    private void Hold(Tensor tensor)
    {
        if (ReferenceEquals(tensor, _tensor)) return;
        _tensor?.Dispose();
        _tensor = tensor.DetachFromDisposeScope();
    }

    private ArgumentException OtherShape(Tensor tensor) => new(
        $"State '{Name}' adds tensors of one shape, here ({string.Join(", ", _tensor!.shape)}); "
        + $"got ({string.Join(", ", tensor.shape)}).", nameof(tensor));
}
