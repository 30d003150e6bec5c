using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Usage;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// What has to be known of a network to use it: what its scores mean, and how its rows are made. Immutable.
/// </summary>
/// <remarks>
/// A trained model's network has all of it. To a network of Keras' or of the zoo it is given:
/// <c>PackedNetwork.Compile(network, weights, new PackedUse(LearningTask.MulticlassClassification, names))</c>.
/// </remarks>
public sealed class PackedUse
{
    /// <summary>Says what a network is used for.</summary>
    /// <param name="task">What its outputs mean.</param>
    /// <param name="classNames">The classes' names, one an output, in its order; default none.</param>
    /// <param name="pixelOrder">
    /// The order in which an image's numbers come; default <see cref="PixelOrder.Interleaved"/>.
    /// </param>
    /// <param name="temperature">
    /// A classifier's outputs are divided by it; a finite number above 0, default 1.
    /// </param>
    /// <param name="labelMean">Added to a regression's output, after the next; finite, default 0.</param>
    /// <param name="labelDeviation">
    /// A regression's output is multiplied by it; a finite number of at least 0, default 1. With 0 the mean is
    /// predicted, whatever the network says.
    /// </param>
    /// <param name="channelMeans">
    /// Taken off a pixel's numbers, channel by channel: finite, one a channel; default none.
    /// </param>
    /// <param name="channelDeviations">
    /// What a pixel's numbers are divided by after that: finite, above 0, one a channel; default none.
    /// </param>
    /// <param name="handlesMissing">
    /// Whether a NaN is a value where the network has bits for it; default true. False: its row's scores are NaN.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are class names for a task without classes, or there are means and deviations of different numbers.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The task, the order or a number is out of its range.</exception>
    public PackedUse(
        LearningTask task, IEnumerable<string>? classNames = null, PixelOrder pixelOrder = PixelOrder.Interleaved,
        float temperature = 1, float labelMean = 0, float labelDeviation = 1,
        IEnumerable<float>? channelMeans = null, IEnumerable<float>? channelDeviations = null,
        bool handlesMissing = true)
    {
        if (!Enum.IsDefined(task))
        {
            throw new ArgumentOutOfRangeException(
                nameof(task), task, $"The task is one of {string.Join(", ", Enum.GetNames<LearningTask>())}.");
        }

        if (!Enum.IsDefined(pixelOrder))
            throw new ArgumentOutOfRangeException(nameof(pixelOrder), pixelOrder, "It is Interleaved or Planar.");
        Task = task;
        ClassNames = [.. classNames ?? []];
        if (ClassNames.Contains(null!)) throw new ArgumentException("A class name is null.", nameof(classNames));
        if (ClassNames.Length > 0
            && task is not (LearningTask.MulticlassClassification or LearningTask.BinaryClassification))
        {
            throw new ArgumentException(
                $"A network for {task} has no classes, got {ClassNames.Length} names.", nameof(classNames));
        }

        PixelOrder = pixelOrder;
        Temperature = Above(temperature, 0, nameof(temperature));
        LabelMean = Above(labelMean, float.NegativeInfinity, nameof(labelMean));
        LabelDeviation = float.IsFinite(labelDeviation) && labelDeviation >= 0
            ? labelDeviation
            : throw new ArgumentOutOfRangeException(
                nameof(labelDeviation), labelDeviation,
                $"It is a finite number of at least 0, got {labelDeviation}.");
        HandlesMissing = handlesMissing;
        ChannelMeans = [.. (channelMeans ?? []).Select(
            mean => Above(mean, float.NegativeInfinity, nameof(channelMeans)))];
        ChannelDeviations = [.. (channelDeviations ?? []).Select(
            deviation => Above(deviation, 0, nameof(channelDeviations)))];
        if (ChannelMeans.Length == ChannelDeviations.Length) return;
        throw new ArgumentException(
            $"There is a deviation for each mean, got {ChannelMeans.Length} means and {ChannelDeviations.Length} "
            + "deviations.",
            ChannelMeans.Length > ChannelDeviations.Length ? nameof(channelMeans) : nameof(channelDeviations));
    }

    /// <summary>What the network's outputs mean.</summary>
    public LearningTask Task { get; }

    /// <summary>The classes' names in the outputs' order; empty where none are known.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>The order in which an image's numbers come.</summary>
    public PixelOrder PixelOrder { get; }

    /// <summary>What a classifier's outputs are divided by: calibrated on the validation rows, else 1.</summary>
    public float Temperature { get; }

    /// <summary>What is added to a regression's output.</summary>
    public float LabelMean { get; }

    /// <summary>What a regression's output is multiplied by.</summary>
    public float LabelDeviation { get; }

    /// <summary>Whether a NaN is a value where the network has bits for it.</summary>
    public bool HandlesMissing { get; }

    /// <summary>What is taken off each channel of a pixel; empty for nothing.</summary>
    public ImmutableArray<float> ChannelMeans { get; }

    /// <summary>What each channel of a pixel is divided by after that; empty for nothing.</summary>
    public ImmutableArray<float> ChannelDeviations { get; }

    /// <summary>The same of the zoo's networks: 1,000 classes, channels scaled as ImageNet's.</summary>
    /// <remarks>
    /// Rows are red, green and blue from 0 to 255, interleaved, of an image that has the network's height and width.
    /// Means 0.485, 0.456, 0.406 and deviations 0.229, 0.224, 0.225, each times 255. Source: Larq Zoo's
    /// <c>preprocess_input</c>.
    /// </remarks>
    /// <param name="classNames">The classes' names; default none.</param>
    public static PackedUse ImageNet(IEnumerable<string>? classNames = null) => new(
        LearningTask.MulticlassClassification, classNames,
        channelMeans: PixelScale.ImageNetMeans, channelDeviations: PixelScale.ImageNetDeviations);

    /// <summary>The class that scores say: its place, the first of equals; −1 where they are no numbers.</summary>
    /// <remarks>
    /// Two classes are decided at score 0. A threshold that ML.NET's <c>ChangeModelThreshold</c> set is not the
    /// network's and is not read from a file: compare the score with it.
    /// </remarks>
    /// <param name="scores">A row of scores as <see cref="PackedNetwork.Predict"/> gives it.</param>
    /// <returns>From 0; of two classes 1 for true and 0 for false, which stands also where the score is NaN.</returns>
    /// <exception cref="InvalidOperationException">The task has no classes.</exception>
    /// <exception cref="ArgumentException">There is no score, or for two classes more than one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ClassOf(ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty || (Task == LearningTask.BinaryClassification && scores.Length != 1))
            throw new ArgumentException($"The scores of a row for {Task}, got {scores.Length}.", nameof(scores));
        return Task switch
        {
            LearningTask.MulticlassClassification => (int)ScoreFinish.KeyOf(scores) - 1,
            LearningTask.BinaryClassification => scores[0] > 0 ? 1 : 0,
            _ => throw new InvalidOperationException($"A network for {Task} has no classes."),
        };
    }

    /// <summary>The probability of the second of two classes: 1 / (1 + e^−score).</summary>
    /// <param name="score">The one score.</param>
    public static float Probability(float score) => ScoreFinish.Sigmoid(score);

    /// <summary>Whether a NaN among a network's inputs is a value like others.</summary>
    internal bool TakesMissing(NetworkDefinition network) => HandlesMissing && network.TakesMissing;

    /// <summary>Requires that a network can be used so.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Require(NetworkDefinition network)
    {
        var (input, outputs) = (network.InputShape, network.OutputShape);
        if (!Task.Serves(outputs))
            throw new ArgumentException($"A network for {Task} gives {Task.Wanted()}, got {outputs}.");
        var classes = Task == LearningTask.BinaryClassification ? 2 : outputs.Size;
        if (ClassNames.Length > 0 && ClassNames.Length != classes)
            throw new ArgumentException($"There are {classes} classes, got {ClassNames.Length} names.");
        if (ChannelMeans.Length > 0 && (input.Rank != 3 || ChannelMeans.Length != input.Channels))
            throw new ArgumentException($"Channels of an image {input} are scaled one by one, "
                + $"got {ChannelMeans.Length} means.");
    }

    private static float Above(float value, float least, string name)
    {
        if (float.IsFinite(value) && value > least) return value;
        var range = float.IsFinite(least) ? $"a finite number above {least}" : "a finite number";
        throw new ArgumentOutOfRangeException(name, value, $"It is {range}, got {value}.");
    }
}
