using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>A training between two epochs, and what it is a training of.</summary>
/// <param name="Definition">The network.</param>
/// <param name="Options">Every option that the weights depend on, and the rows, as text.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Threads">Torch's threads: with another number, sums may round differently.</param>
/// <param name="State">Where training stands.</param>
internal sealed record Checkpoint(
    NetworkDefinition Definition,
    IReadOnlyDictionary<string, string> Options,
    int Seed,
    int Threads,
    TrainingState State)
{
    /// <summary>Whether it is a checkpoint of the training that is about to go on.</summary>
    /// <param name="definition">The network that is about to be trained.</param>
    /// <param name="options">Its options.</param>
    /// <param name="defaults">
    /// The defaults of the options: an option that a later version added, which the checkpoint does not know, had its
    /// default.
    /// </param>
    /// <exception cref="ArgumentException">It is not; the message says which layer or option is another.</exception>
    public void Require(
        NetworkDefinition definition,
        IReadOnlyDictionary<string, string> options,
        IReadOnlyDictionary<string, string> defaults)
    {
        if (!definition.Equals(Definition))
        {
            var count = Math.Min(definition.Layers.Length, Definition.Layers.Length);
            var at = Enumerable.Range(0, count)
                .FirstOrDefault(i => !definition.Layers[i].Equals(Definition.Layers[i]), count - 1);
            throw new ArgumentException(
                "Option ResumeFrom: the checkpoint has another network than is to be trained: "
                + $"{Definition.Layers[at]} there, {definition.Layers[at]} here, "
                + $"{Definition.Layers.Length} and {definition.Layers.Length} layers.");
        }

        // What follows from the rows and the seed differs with them.
        string[] first = ["seed", "training rows", "validation rows"];
        foreach (var name in first.Intersect(options.Keys)
            .Union(options.Keys.Union(Options.Keys).Order(StringComparer.Ordinal)))
        {
            var there = Options.GetValueOrDefault(name) ?? defaults.GetValueOrDefault(name, "not known");
            var here = options.GetValueOrDefault(name, "not known");
            if (there == here) continue;
            throw new ArgumentException(
                $"Option ResumeFrom: the checkpoint's training differs in {name}: {Short(there)} there, {Short(here)} "
                + "here.");
        }
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
