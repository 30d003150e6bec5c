using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Gives out stretches of an array that grows, and takes them back.</summary>
/// <remarks>
/// The lowest gap that is large enough, of the first <see cref="Looked"/> ones; where none of those is, the smallest
/// that is. So a place is found in logarithmic time however many gaps there are, and ordinary networks, which never
/// have so many, are laid out by first fit.
/// </remarks>
internal sealed class Gaps
{
    private const int Looked = 64;

    private readonly SortedDictionary<long, long> _byPlace = [];
    private readonly SortedSet<(long Length, long Place)> _byLength = [];
    private readonly Dictionary<long, long> _placeByEnd = [];

    /// <summary>Where the array ends.</summary>
    public long End { get; private set; }

    /// <summary>A place for so many elements.</summary>
    public long Take(long length)
    {
        if (Find(length) is not { } place)
        {
            // The last gap, where it reaches the end, is where the array begins to grow.
            place = _placeByEnd.TryGetValue(End, out var last) ? last : End;
            if (place < End) Remove(place);
            End = place + length;
            return place;
        }

        var gap = Remove(place);
        if (gap > length) Add(place + length, gap - length);
        return place;
    }

    /// <summary>Takes a stretch back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(long place, long length)
    {
        if (length == 0) return;
        if (_byPlace.TryGetValue(place + length, out var after))
        {
            Remove(place + length);
            length += after;
        }

        if (_placeByEnd.TryGetValue(place, out var before))
        {
            length += Remove(before);
            place = before;
        }

        Add(place, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long? Find(long length)
    {
        var looked = 0;
        foreach (var (place, gap) in _byPlace)
        {
            if (gap >= length) return place;
            if (++looked == Looked) break;
        }

        if (looked < Looked || _byLength.Max.Length < length) return null;
        return _byLength.GetViewBetween((length, 0), (long.MaxValue, long.MaxValue)).Min.Place;
    }

    private void Add(long place, long length)
    {
        _byPlace.Add(place, length);
        _byLength.Add((length, place));
        _placeByEnd.Add(place + length, place);
    }

    private long Remove(long place)
    {
        _byPlace.Remove(place, out var length);
        _byLength.Remove((length, place));
        _placeByEnd.Remove(place + length);
        return length;
    }
}
