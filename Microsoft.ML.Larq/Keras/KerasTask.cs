using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Keras;

/// <summary>What a Keras model's outputs mean, by the activation that it ends in.</summary>
internal static class KerasTask
{
    /// <summary>The task of a network that was built from a file.</summary>
    /// <param name="network">The network, without its last activation.</param>
    /// <param name="end">The softmax or sigmoid that the model ends in; null for neither.</param>
    /// <param name="named">Whether there are names for classes.</param>
    /// <exception cref="ArgumentException">Nothing says whether several outputs are classes.</exception>
    public static LearningTask Of(NetworkDefinition network, string? end, bool named) =>
        (network.OutputShape, end) switch
        {
            ({ Rank: > 1 }, _) => LearningTask.Outputs,
            ({ Size: 1 }, "sigmoid") => LearningTask.BinaryClassification,
            // Always 1, whatever the network says.
            ({ Size: 1 }, "softmax") => LearningTask.Outputs,
            ({ Size: 1 }, _) => LearningTask.Regression,
            (_, "softmax") => LearningTask.MulticlassClassification,
            // Yes or no for each: they do not add up to 1.
            (_, "sigmoid") => LearningTask.Outputs,
            _ when named => LearningTask.MulticlassClassification,
            var (outputs, _) => throw new ArgumentException(
                $"The model ends in {outputs.Size} numbers without a softmax, from the layer '{network.Output.Name}' "
                + $"({network.Output.Kind.ClassName}): pass task: LearningTask.MulticlassClassification where they are "
                + "the logits of classes, LearningTask.Outputs where each is a number of its own."),
        };

    /// <summary>The task of a network of one's own; the file's model says what it ends in, where it has one.</summary>
    public static LearningTask Of(NetworkDefinition network, KerasFile file, bool named)
    {
        if (file.ModelConfig is not null)
        {
            try
            {
                _ = file.Definition(network.InputShape, out var end, notes: []);
                return Of(network, end, named);
            }
            catch (FormatException)
            {
                // It has layers that cannot be read, which is why there is a network.
            }
        }

        return Of(network, network.OutputShape.Size > 1 ? "softmax" : null, named);
    }
}
