namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// Chooses rows that are not trained on, as they come: of every 1/share rows of a class one, drawn at random, so that
/// each class keeps its share and neighbouring rows do not go together. A class's first row is trained on.
/// </summary>
/// <remarks>
/// The same rows of the same data, whatever the seed of a training: one that goes on from another would otherwise be
/// validated on rows that the other has learned.
/// </remarks>
/// <param name="share">Of a class's rows, from above 0 to below 1.</param>
/// <param name="isOfClasses">Whether labels are classes; all rows are one class otherwise.</param>
internal sealed class HeldOutRows(float share, bool isOfClasses)
{
    private const int Seed = 20_162;

    private readonly Random _random = new(Seed);
    private readonly Dictionary<float, Place> _places = [];

    /// <summary>Whether the next row, of this label, is held out.</summary>
    public bool Takes(float label)
    {
        var key = isOfClasses ? label : 0;
        var place = _places.TryGetValue(key, out var known) ? known : new Place(0, 0, Draw(0, 0));
        var takes = place.Row == place.Held;
        var window = takes ? place.Window + 1 : place.Window;
        _places[key] = new Place(place.Row + 1, window, takes ? Draw(window, place.Held) : place.Held);
        return takes;
    }

    // Window w reaches from row w/share to row (w + 1)/share.
    private long Draw(long window, long last) =>
        Math.Max((long)Math.Floor((window + _random.NextDouble()) / share), last + 1);

    private readonly record struct Place(long Row, long Window, long Held);
}
