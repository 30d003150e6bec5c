using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Which network is trained, and from which weights.</summary>
internal static class TrainedNetwork
{
    /// <exception cref="ArgumentException">
    /// The network does not fit the rows or the task, or is not the previous model's.
    /// </exception>
    public static NetworkDefinition Define(
        BinarizedNetworkTrainer.Options options, RowLayout layout,
        LabelTarget target, BinarizedNetworkTransformer? previous, TrainingColumns? columns, out bool asksForRows,
        Action<string>? inform = null)
    {
        var build = options.Network ?? DefaultNetworks.For;
        var graph = new NetworkGraph(columns is null ? new UnseenColumns()
            : previous is null ? columns : new KnownBits(columns, previous.Network));
        var definition = options.Network is null && previous is not null
            ? previous.Network
            : NetworkDefinition.Build(
                layout.Shape, input => WithoutEnd(build(input, target.Outputs), target.Task, inform), graph);
        asksForRows = graph.AskedForRows;
        if (definition.InputShape != layout.Shape)
        {
            throw new ArgumentException(
                $"The previous model's network takes {definition.InputShape}; "
                + $"column '{options.FeatureColumnName}' gives {layout.Shape}.");
        }

        if (definition.OutputShape != new TensorShape(target.Outputs))
        {
            if (options.Network is null && previous is not null)
            {
                throw new ArgumentException(
                    $"The previous model's network gives {definition.OutputShape}; label column "
                    + $"'{options.LabelColumnName}' is for {target.Task} and needs {target.Outputs}.");
            }

            var why = target.Task == LearningTask.MulticlassClassification
                ? $"one a class of label column '{options.LabelColumnName}'"
                : $"for {target.Task}";
            throw new ArgumentException(
                $"Option Network must give {target.Outputs} outputs, {why}; its last layer '{definition.Output.Name}' "
                + $"({definition.Output.Kind.ClassName}) gives {definition.OutputShape}.");
        }

        // What asks for the rows is not known before they are read.
        var isKnown = columns is not null || !asksForRows;
        if (isKnown && previous is not null && !previous.Network.Equals(definition))
            throw Different(previous.Network, definition);
        return definition;
    }

    /// <summary>
    /// Fresh weights with their layers fitted to the rows and given ones put in, or the previous model's.
    /// </summary>
    /// <exception cref="ArgumentException">Weights were given twice, or do not fit the network.</exception>
    public static NetworkWeights Start(
        NetworkDefinition definition,
        RowCache rows,
        TrainingColumns columns,
        int seed,
        NetworkWeights? previous,
        NetworkWeights? given,
        StartNotes notes)
    {
        if (previous is not null)
        {
            return given is null
                ? LatentStart.From(definition, previous)
                : throw new ArgumentException(
                    "Training starts from option StartWeights or from a previous model, got both.");
        }

        var fresh = ThermometerFit.Fit(definition, NetworkWeights.Initialize(definition, seed), rows, columns);
        return given is null
            ? fresh
            : LatentStart.From(definition, StartWeights.Apply(definition, fresh, given, notes));
    }

    // Losses take what comes before a softmax or a sigmoid, and scoring applies the task's own.
    private static NetworkTensor WithoutEnd(NetworkTensor output, LearningTask task, Action<string>? inform)
    {
        if (output is null || NetworkEnd.Of(output.Layer) is not { } end) return output!;
        if ((end, task) is not ((NetworkEnd.Softmax, LearningTask.MulticlassClassification)
            or (NetworkEnd.Sigmoid, LearningTask.BinaryClassification)))
        {
            throw new ArgumentException(
                $"Option Network ends in a {end}, the layer '{output.Layer.Name}' ({output.Layer.Kind.ClassName}), "
                + $"which {task} does not take. End in plain numbers, such as Dense(outputs): {WhyNot(end, task)}.");
        }

        inform?.Invoke(
            $"Option Network ends in a {end}, the layer '{output.Layer.Name}': it is left out of the network, since "
            + "the loss takes what comes before it; the model's probabilities are its values.");
        return NetworkEnd.Without(output);
    }

    private static string WhyNot(string end, LearningTask task) => task switch
    {
        LearningTask.Regression => "labels are learned in a scale of mean 0 and deviation 1",
        LearningTask.BinaryClassification => "a softmax over one number is 1 whatever comes",
        _ => $"the probabilities of classes add up to 1, and those of a {end} for each do not",
    };

    private static ArgumentException Different(NetworkDefinition previous, NetworkDefinition wanted)
    {
        var count = Math.Min(previous.Layers.Length, wanted.Layers.Length);
        var at = Enumerable.Range(0, count)
            .FirstOrDefault(i => !previous.Layers[i].Equals(wanted.Layers[i]), count - 1);
        return new ArgumentException(
            "The previous model has another network than option Network builds: "
            + $"{previous.Layers[at]} there, {wanted.Layers[at]} here, "
            + $"{previous.Layers.Length} and {wanted.Layers.Length} layers.");
    }
}
