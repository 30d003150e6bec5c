using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// A plan's operations in their order, of which any can be replaced, removed and asked for by what it writes or reads
/// without a look at the others.
/// </summary>
internal sealed class OpList
{
    private readonly LinkedList<PackedOp> _ops = new();
    private readonly Dictionary<PackedOp, (LinkedListNode<PackedOp> Node, long Order)> _places =
        new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<Slot, PackedOp> _writers = [];
    private readonly Dictionary<Slot, HashSet<PackedOp>> _readers = [];

    private readonly Slot _output;

    /// <param name="ops">The operations.</param>
    /// <param name="output">What the network gives back, which is read behind all of them.</param>
    public OpList(IEnumerable<PackedOp> ops, Slot output)
    {
        _output = output;
        var order = 0L;
        foreach (var op in ops) Insert(op, _ops.AddLast(op), order++);
    }

    public LinkedListNode<PackedOp>? First => _ops.First;

    public LinkedListNode<PackedOp>? Last => _ops.Last;

    public List<PackedOp> ToList() => [.. _ops];

    /// <summary>The operation that writes a slot; null for the network's input.</summary>
    public PackedOp? Writer(Slot slot) => _writers.GetValueOrDefault(slot);

    /// <summary>The one operation that reads what another writes; null where it is not exactly one.</summary>
    public PackedOp? OnlyReader(PackedOp op) =>
        op.Writes != _output && _readers.TryGetValue(op.Writes, out var readers) && readers.Count == 1
            ? readers.First()
            : null;

    /// <summary>Whether one operation comes before another at another place.</summary>
    public bool IsBefore(PackedOp one, PackedOp other) => _places[one].Order < _places[other].Order;

    public void Remove(PackedOp op) => _ops.Remove(Forget(op));

    /// <summary>Puts operations in the place of one.</summary>
    /// <returns>The first of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LinkedListNode<PackedOp> Replace(LinkedListNode<PackedOp> place, params ReadOnlySpan<PackedOp> ops)
    {
        // Those that share a place come in it one after another; what else comes before or after them is the same.
        var order = _places[place.Value].Order;
        Forget(place.Value);
        place.Value = ops[0];
        Insert(ops[0], place, order);
        var last = place;
        foreach (var op in ops[1..]) Insert(op, last = _ops.AddAfter(last, op), order);
        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Insert(PackedOp op, LinkedListNode<PackedOp> node, long order)
    {
        _places.Add(op, (node, order));
        _writers.Add(op.Writes, op);
        foreach (var slot in op.Reads)
        {
            if (!_readers.TryGetValue(slot, out var readers))
                _readers.Add(slot, readers = new HashSet<PackedOp>(ReferenceEqualityComparer.Instance));
            readers.Add(op);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private LinkedListNode<PackedOp> Forget(PackedOp op)
    {
        _places.Remove(op, out var place);
        _writers.Remove(op.Writes);
        foreach (var slot in op.Reads) _readers.GetValueOrDefault(slot)?.Remove(op);
        return place.Node;
    }
}
