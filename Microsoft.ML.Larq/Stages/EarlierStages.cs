namespace Microsoft.ML.Larq.Stages;

/// <summary>The models of the stages before one, by name.</summary>
public sealed class EarlierStages
{
    private readonly List<(string Name, BinarizedNetworkTransformer Model)> _stages = [];

    internal EarlierStages()
    {
    }

    /// <summary>The model of a stage.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <exception cref="ArgumentException">No stage of that name came before; the message says which did.</exception>
    public BinarizedNetworkTransformer this[string stage]
    {
        get
        {
            foreach (var (name, model) in _stages)
            {
                if (name == stage) return model;
            }

            var names = _stages.Select(earlier => $"'{earlier.Name}'").DefaultIfEmpty("none");
            throw new ArgumentException(
                $"There is no earlier stage '{stage}'; there is {string.Join(", ", names)}.", nameof(stage));
        }
    }

    internal void Add(string name, BinarizedNetworkTransformer model) => _stages.Add((name, model));
}
