using Microsoft.ML.Larq.Optimizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Resuming;

/// <summary>Takes what an optimizer remembers out of its tensors and puts it back.</summary>
internal static class StateTransfer
{
    public static SortedDictionary<string, float[]> Read(WeightOptimizer optimizer)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var slots = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, slot) in optimizer.Slots) slots.Add(name, slot.cpu().contiguous().data<float>().ToArray());
        return slots;
    }

    /// <exception cref="FormatException">The slots are not this optimizer's.</exception>
    public static void Write(IReadOnlyDictionary<string, float[]> slots, WeightOptimizer optimizer)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var count = 0;
        foreach (var (name, slot) in optimizer.Slots)
        {
            if (!slots.TryGetValue(name, out var values) || values.Length != slot.numel())
                throw new FormatException(
                    $"The optimizer remembers {slot.numel()} values as '{name}'; they are not there.");
            slot.copy_(tensor(values, slot.shape, device: CPU));
            count++;
        }

        if (count != slots.Count)
            throw new FormatException($"The optimizer remembers {count} sets of values, got {slots.Count}.");
    }
}
