using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Takes rows in their order into a cache, those that are held out into another.</summary>
/// <param name="cache">Where rows go.</param>
/// <param name="held">Chooses rows that go elsewhere; null for none.</param>
/// <param name="isWeighted">Whether rows have weights.</param>
internal sealed class RowIntake(RowCache cache, (HeldOutRows Choice, RowCache Cache)? held, bool isWeighted)
{
    private readonly List<float> _weights = [];
    private readonly List<float> _heldWeights = [];

    /// <summary>Takes a row.</summary>
    public void Add(ReadOnlySpan<float> features, float label, float weight)
    {
        var isHeld = held?.Choice.Takes(label) == true;
        (isHeld ? held!.Value.Cache : cache).Add(features, label);
        if (isWeighted) (isHeld ? _heldWeights : _weights).Add(weight);
    }

    /// <summary>After the last row.</summary>
    public void Close()
    {
        if (!isWeighted) return;
        cache.Weigh(CollectionsMarshal.AsSpan(_weights));
        held?.Cache.Weigh(CollectionsMarshal.AsSpan(_heldWeights));
    }
}
