using System.Collections.Immutable;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Stages;

/// <summary>
/// Trains a network in stages: a stage may start from the weights of an earlier one
/// (<see cref="BinarizedNetworkTrainer.Options.StartWeights"/>, by the layers' names, whatever their quantizers) and
/// may be taught by one (<see cref="BinarizedNetworkTrainer.Options.Distillation"/>). The last stage's model is the
/// result.
/// </summary>
/// <remarks>
/// <para>
/// For example real numbers first, then binary activations, then binary weights, each taught by the one before, as
/// Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>, section 4.2, reach a binary network.
/// </para>
/// <para>All stages learn the same label column from the same feature column of the same rows.</para>
/// </remarks>
internal sealed class StagedNetworkTrainer : IEstimator<BinarizedNetworkTransformer>
{
    private readonly MLContext _context;
    private readonly ImmutableArray<TrainingStage> _stages;

    internal StagedNetworkTrainer(MLContext context, IReadOnlyList<TrainingStage> stages)
    {
        if (stages.Count == 0) throw new ArgumentException("There is at least one stage, got none.", nameof(stages));
        if (stages.GroupBy(stage => stage.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Stages have names of their own, got '{twice.Key}' twice.", nameof(stages));
        (_context, _stages) = (context, [.. stages]);
    }

    /// <summary>Trains all stages, one after another.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentException">
    /// A column or an option does not fit, or a stage asks for a later one's model; the message names it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The rows cannot be trained on, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public BinarizedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var host = ((IHostEnvironment)_context).Register("BinaryNetStages");
        using var channel = host.Start("Training");
        var earlier = new EarlierStages();
        BinarizedNetworkTransformer? last = null;
        foreach (var stage in _stages)
        {
            HostServices.Info(channel, $"Stage '{stage.Name}' begins.");
            var options = OptionsOf(stage, earlier);
            if (last is not null) RequireSameColumns(stage, options, last);
            last = new BinarizedNetworkTrainer(_context, options).Fit(input);
            earlier.Add(stage.Name, last);
        }

        return last!;
    }

    /// <summary>The columns that training adds, before any data is seen.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">A column is absent or of the wrong type; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        new BinarizedNetworkTrainer(_context, OptionsOf(_stages[0], new EarlierStages())).GetOutputSchema(inputSchema);

    private static BinarizedNetworkTrainer.Options OptionsOf(TrainingStage stage, EarlierStages earlier) =>
        stage.Options(earlier)?.Copy()
        ?? throw new ArgumentException($"Stage '{stage.Name}': its function gave null, which are no options.");

    private static void RequireSameColumns(
        TrainingStage stage, BinarizedNetworkTrainer.Options options, BinarizedNetworkTransformer before)
    {
        if (options.LabelColumnName == before.LabelColumnName && options.FeatureColumnName == before.FeatureColumnName
            && (options.Task ?? before.Task) == before.Task)
            return;
        throw new ArgumentException(
            $"Stage '{stage.Name}' must learn column '{before.LabelColumnName}' from '{before.FeatureColumnName}' for "
            + $"{before.Task} as the stages before it, got '{options.LabelColumnName}' from "
            + $"'{options.FeatureColumnName}'{(options.Task is { } task ? $" for {task}" : "")}.");
    }
}
