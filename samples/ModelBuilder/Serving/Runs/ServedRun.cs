using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving.Places;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>A training of this server, or a model that lay there before.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="folder">Where its files are.</param>
/// <param name="name">What its files are called.</param>
internal sealed class ServedRun(int number, string folder, string name)
{
    private volatile Recipe? _recipe;
    private volatile bool _isReplaced;

    public int Number => number;

    public string Folder => folder;

    public string Name => name;

    public required Scenario Scenario { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>What was asked for; null of a model that lay there before.</summary>
    public TrainingAsk? Ask { get; init; }

    /// <summary>What happened; nothing of a model that lay there before.</summary>
    public RunFeed Feed { get; } = new();

    /// <summary>What the model is made from; null as long as the data are looked at.</summary>
    public Recipe? Recipe { get => _recipe; set => _recipe = value; }

    /// <summary>Whether another run has written its model in this one's place.</summary>
    public bool IsReplaced { get => _isReplaced; set => _isReplaced = value; }

    public bool IsBefore => Ask is null;

    public string ModelPath => Path.Combine(folder, name + ".zip");

    /// <summary>How it ended; null while it runs.</summary>
    public RunEnded? Ended => Feed.Since(0) is [.., RunEnded ended] ? ended : null;

    /// <summary>Whether the model's files are those of this run, and there.</summary>
    public bool HasModel => !_isReplaced && _recipe is not null
        && (IsBefore || (HasWritten && Ended is not null)) && PlainFile.Is(ModelPath);

    /// <summary>Whether this run has written a model.</summary>
    public bool HasWritten => Feed.Since(0).OfType<FileWritten>().Any(one => one.Path == ModelPath);

    /// <summary>The recipe, where the model's files are those of this run.</summary>
    /// <exception cref="AskException">They are not there.</exception>
    public Recipe RequireModel()
    {
        if (_isReplaced)
            throw AskException.NotFound($"Run {number}'s model is replaced by that of a later run called '{name}'.");
        return HasModel
            ? _recipe!
            : throw AskException.NotFound($"Run {number} has no model (yet).");
    }
}
