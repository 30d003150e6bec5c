namespace OrleansSample;

/// <summary>
/// Scores rows. Which silo does it is of no importance, nor whether one does it twice; nor has its key a meaning.
/// </summary>
[Alias("larq.scorer")]
public interface IScorer : IGrainWithIntegerKey
{
    /// <summary>The scores of one row or several, one after the other.</summary>
    /// <param name="rows">As many numbers as the network takes, or a multiple of that.</param>
    [Alias("score")]
    Task<float[]> Score([Immutable] float[] rows);
}
