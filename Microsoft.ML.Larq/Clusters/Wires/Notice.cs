using System.Text;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>What a rank that failed tells the others.</summary>
/// <param name="Rank">Which.</param>
/// <param name="IsCancelled">Whether it was cancelled, which is no fault.</param>
/// <param name="Reason">Why.</param>
internal sealed record Notice(int Rank, bool IsCancelled, string Reason)
{
    private const int MostCharacters = 900;

    /// <summary>What an exception tells.</summary>
    public static Notice Of(int rank, Exception error) =>
        new(rank, error is OperationCanceledException, error.Message);

    /// <summary>The exception that it becomes on another rank.</summary>
    /// <param name="ranks">How many ranks there are.</param>
    public Exception ToException(int ranks) => IsCancelled
        ? new OperationCanceledException($"Training was cancelled on rank {Rank} of {ranks}.")
        : new RankFailedException($"Rank {Rank} of {ranks} ended the training: {Reason}");

    /// <summary>At most four bytes a character and five before them.</summary>
    public byte[] ToBytes()
    {
        // A character of two halves goes whole or not at all.
        var cuts = Reason.Length > MostCharacters && char.IsHighSurrogate(Reason[MostCharacters - 1]);
        var length = MostCharacters - (cuts ? 1 : 0);
        var reason = Reason.Length <= MostCharacters ? Reason : Reason[..length] + "…";
        return [(byte)(IsCancelled ? 1 : 0), .. Encoding.UTF8.GetBytes(reason)];
    }

    public static Notice Read(int rank, ReadOnlySpan<byte> bytes) =>
        new(rank, bytes[0] == 1, Encoding.UTF8.GetString(bytes[1..]));
}
