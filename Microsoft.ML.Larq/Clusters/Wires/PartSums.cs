namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>
/// Adds up many numbers: each rank adds up its part of them, in the ranks' order in float32, and gives it to the
/// others. What each rank has, and the sums, are rounded to the format.
/// </summary>
internal sealed class PartSums(Ranks ranks)
{
    private PinnedBytes _outgoing;
    private PinnedBytes _incoming;
    private float[] _sum = [];

    public void Run(Span<float> numbers, INumberFormat format)
    {
        var (count, size) = (numbers.Length, format.Size);
        var (start, length) = ranks.Part(ranks.Rank, count);
        var outgoing = _outgoing.Of(checked(count * size));
        var incoming = _incoming.Of(checked(length * size * ranks.Size));
        format.Write(numbers, outgoing);
        ranks.Trade(PartOf, FromRank);
        PartOf(ranks.Rank).CopyTo(FromRank(ranks.Rank));
        if (_sum.Length < length) _sum = new float[length];
        var sum = _sum.AsSpan(0, length);
        format.Read(FromRank(0), sum);
        for (var rank = 1; rank < ranks.Size; rank++) format.Add(FromRank(rank), sum);
        format.Write(sum, outgoing.Slice(start * size, length * size));
        ranks.Trade(_ => PartOf(ranks.Rank), PartOf);
        format.Read(outgoing, numbers);

        ArraySegment<byte> PartOf(int rank)
        {
            var part = ranks.Part(rank, count);
            return outgoing.Slice(part.Start * size, part.Length * size);
        }

        ArraySegment<byte> FromRank(int rank) => incoming.Slice(rank * length * size, length * size);
    }
}
