using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>
/// A majority vote on many signs, one bit each: every rank counts the votes on its part of them, and gives the others
/// the result. Where as many are for as against, the result is 0; so of an even number of voters a result takes a
/// second bit, but two ranks send each other their votes, and count themselves.
/// </summary>
/// <remarks>
/// A number of 0 has no sign, and a bit has to have one: it is for + where the sum of rank and step is even. Where all
/// ranks have 0 they are then even, or for + and − by turns.
/// </remarks>
internal sealed class SignVote(Ranks ranks)
{
    private PinnedBytes _votes;
    private PinnedBytes _incoming;
    private PinnedBytes _results;

    /// <param name="numbers">This rank's; they become −1, 0 or +1, the same on all ranks.</param>
    /// <param name="rows">Rows of the step: where they are fewer than the ranks, who has none has no vote.</param>
    /// <param name="step">The step.</param>
    public void Run(Span<float> numbers, int rows, long step)
    {
        const int Word = sizeof(ulong);
        var words = VoteBits.Words(numbers.Length);
        var votes = _votes.Of(words * Word);
        VoteBits.Write(numbers, (ranks.Rank + step) % 2 == 0, Words(votes));
        var isDirect = ranks.Size == 2;
        var (start, length) = isDirect ? (0, words) : ranks.Part(ranks.Rank, words);
        var incoming = _incoming.Of(checked(length * Word * ranks.Size));
        ranks.Trade(rank => isDirect ? votes : Part(votes, rank), FromRank);
        votes.Slice(start * Word, length * Word).CopyTo(FromRank(ranks.Rank));
        int[] voters = [.. Enumerable.Range(0, ranks.Size).Where(rank => ranks.Part(rank, rows).Length > 0)];
        var results = _results.Of(words * Word * 2);
        var (pluses, evens) = (results[..(words * Word)], results[(words * Word)..]);
        Count(Words(incoming), voters, Words(pluses).Slice(start, length), Words(evens).Slice(start, length));
        if (!isDirect)
        {
            ranks.Trade(_ => Part(pluses, ranks.Rank), rank => Part(pluses, rank));
            if (voters.Length % 2 == 0) ranks.Trade(_ => Part(evens, ranks.Rank), rank => Part(evens, rank));
            else evens.AsSpan().Clear();
        }

        VoteBits.Read(Words(pluses), Words(evens), numbers);

        ArraySegment<byte> FromRank(int rank) => incoming.Slice(rank * length * Word, length * Word);

        ArraySegment<byte> Part(ArraySegment<byte> bytes, int rank)
        {
            var part = ranks.Part(rank, words);
            return bytes.Slice(part.Start * Word, part.Length * Word);
        }
    }

    // 64 counters at once: digit d of all of them is a word, and a vote is added as by hand, with a carry.
    private static void Count(ReadOnlySpan<ulong> votes, int[] voters, Span<ulong> pluses, Span<ulong> evens)
    {
        var half = (uint)voters.Length / 2;
        var digits = 32 - int.LeadingZeroCount(voters.Length);
        Span<ulong> counter = stackalloc ulong[digits];
        for (var i = 0; i < pluses.Length; i++)
        {
            counter.Clear();
            foreach (var voter in voters)
            {
                var carry = votes[(voter * pluses.Length) + i];
                for (var d = 0; carry != 0; d++) (counter[d], carry) = (counter[d] ^ carry, counter[d] & carry);
            }

            var (more, same) = (0UL, ulong.MaxValue);
            for (var d = digits - 1; d >= 0; d--)
            {
                var digit = (half >> d & 1) == 0 ? 0UL : ulong.MaxValue;
                more |= same & counter[d] & ~digit;
                same &= ~(counter[d] ^ digit);
            }

            pluses[i] = more;
            evens[i] = voters.Length % 2 == 0 ? same : 0;
        }
    }

    private static Span<ulong> Words(ArraySegment<byte> bytes) => MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
}
