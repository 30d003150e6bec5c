namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Where a layer stands in a Keras model.</summary>
/// <param name="Model">The models within the model, from outside, with slashes; empty for the outermost one's.</param>
/// <param name="Name">Its own name.</param>
internal sealed record KerasPlace(string Model, string Name)
{
    /// <summary>The outermost of its models within the model.</summary>
    public string Outermost { get; } = Model.Split('/')[0];

    /// <summary>
    /// How much of a variable's scope is this place's names, from the end; 0 where the scope does not end in its name.
    /// </summary>
    public int Likeness(string scope)
    {
        var rest = $"/{scope}";
        if (!rest.EndsWith($"/{Name}", StringComparison.Ordinal)) return 0;
        rest = rest[..^(Name.Length + 1)];
        foreach (var model in Model.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (!rest.EndsWith($"/{model}", StringComparison.Ordinal)) break;
            rest = rest[..^(model.Length + 1)];
        }

        return scope.Length + 1 - rest.Length;
    }
}
