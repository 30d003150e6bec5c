namespace OrleansSample.Drills;

/// <summary>What became of a request.</summary>
/// <param name="Sent">When it was sent, since the load began.</param>
/// <param name="Took">Until its answer was there, with all that was asked again.</param>
/// <param name="Attempts">How many times it was sent; 0 if no answer came in the end.</param>
/// <param name="IsRight">Whether the answer is the plain score, bit for bit.</param>
internal readonly record struct Answer(TimeSpan Sent, TimeSpan Took, int Attempts, bool IsRight)
{
    public TimeSpan Came => Sent + Took;
}
