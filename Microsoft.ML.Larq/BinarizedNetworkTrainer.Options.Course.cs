using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq;

public sealed partial class BinarizedNetworkTrainer
{
    /// <content>
    /// Columns; what is done to rows, gradients and scores, what may happen on the way, and who teaches.
    /// </content>
    public sealed partial class Options
    {
        /// <summary>
        /// How much each row counts: a column of Single, finite and at least 0, one of them above 0. With weights eᵢ
        /// and losses ℓᵢ the training loss is Σ eᵢ·ℓᵢ / Σ eᵢ, times <see cref="ClassWeights"/> where there are both: a
        /// row of weight 2 counts as two, one of weight 0 is left out. Null (default): all alike.
        /// </summary>
        /// <remarks>
        /// As with class weights, metrics and all that is measured on the validation set are not weighted. Neither are
        /// the bits that a default network learns and batch normalizations.
        /// </remarks>
        public string? ExampleWeightColumnName
        {
            get;
            set => field = value is null ? null : Named(value);
        }

        /// <summary>
        /// The column of scores that the model adds. Default <c>Score</c>; ML.NET's <c>Evaluate</c> has parameters for
        /// other names.
        /// </summary>
        public string ScoreColumnName
        {
            get;
            set => field = Named(value);
        } = ScoreNames.Default.Score;

        /// <summary>The column of probabilities that a binary model adds. Default <c>Probability</c>.</summary>
        public string ProbabilityColumnName
        {
            get;
            set => field = Named(value);
        } = ScoreNames.Default.Probability;

        /// <summary>The column of classes that a classifier adds. Default <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName
        {
            get;
            set => field = Named(value);
        } = ScoreNames.Default.PredictedLabel;

        /// <summary>How much the rows of each class count in the training loss. Null (default): all alike.</summary>
        public ClassWeights? ClassWeights { get; set; }

        /// <summary>
        /// Bounds gradients before the optimizer sees them: by value, by norm or by global norm. Null (default): not.
        /// </summary>
        public GradientClipping? GradientClipping
        {
            get => Choices.GradientClipping;
            set => Choices = Choices with { GradientClipping = value };
        }

        /// <summary>
        /// Changes the training images at random, each by all of these in turn. No null among them; for a network that
        /// takes images. Default none.
        /// </summary>
        public IReadOnlyList<ImageAugmentation> Augmentation
        {
            get => Choices.Augmentation;
            set => Choices = Choices with { Augmentation = Whole(value) };
        }

        /// <summary>
        /// Whether a classifier's scores are divided by a temperature that is fitted on the validation set after
        /// training, so that a probability of 0.8 is right in eight of ten cases; the predicted classes stay. The model
        /// keeps the temperature, and <see cref="BinarizedNetworkTransformer.Calibration"/> says what it did. True
        /// needs <see cref="ValidationSet"/> or <see cref="ValidationFraction"/>, and classes. Null (default): where
        /// there are both.
        /// </summary>
        public bool? CalibrateScores { get; set; }

        /// <summary>
        /// Called at the beginning and end of training, of each epoch and of each batch, in this order; they may read
        /// metrics and weights, lower the learning rate, and stop training. No null among them. Default none.
        /// </summary>
        public IReadOnlyList<TrainingCallback> Callbacks
        {
            get => Choices.Callbacks;
            set => Choices = Choices with { Callbacks = Whole(value) };
        }

        /// <summary>
        /// Writes checkpoints that <see cref="ResumeFrom"/> goes on from, should training be interrupted. Null
        /// (default): none.
        /// </summary>
        public CheckpointOptions? Checkpoints { get; set; }

        /// <summary>
        /// A folder of <see cref="Checkpoints"/>: training goes on from the latest and ends in the weights of a
        /// training that was not interrupted, bit by bit with the same number of threads. Rows, network and every
        /// option that weights depend on must be the same; <see cref="CheckpointOptions.AnyIn"/> tells whether there is
        /// one. Null (default): training begins at the beginning.
        /// </summary>
        public string? ResumeFrom
        {
            get;
            set => field = value is null || !string.IsNullOrWhiteSpace(value)
                ? value
                : throw new ArgumentException(
                    $"Option {nameof(ResumeFrom)} is a folder or null, got '{value}'.", nameof(ResumeFrom));
        }

        /// <summary>
        /// What cancelling does, the token's or ML.NET's own: throw (default), or end with a model of the best weights
        /// so far or of the present ones. Before the first step there is nothing to return, and it throws.
        /// </summary>
        public CancellationBehavior OnCancellation
        {
            get => Choices.OnCancellation;
            set => Choices = Choices with
            {
                OnCancellation = Enum.IsDefined(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(OnCancellation), value,
                        $"Option {nameof(OnCancellation)} is one of "
                        + $"{string.Join(", ", Enum.GetNames<CancellationBehavior>())}."),
            };
        }

        /// <summary>
        /// A trained network that teaches this one, and what is learned from it beside the labels. It is held in memory
        /// while training runs. Null (default): the labels alone.
        /// </summary>
        public Distillation? Distillation { get; set; }

        private static T[] Whole<T>(IReadOnlyList<T> values, [CallerMemberName] string option = "")
            where T : class
        {
            if (values is null)
                throw new ArgumentNullException(option, $"Option {option} is a list, got null; none is [].");
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i] is null)
                    throw new ArgumentException(
                        $"Option {option} has no null among its elements, got one at {i}.", option);
            }

            return [.. values];
        }
    }
}
