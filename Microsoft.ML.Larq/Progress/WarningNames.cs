using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Progress;

/// <summary>What the warnings of <see cref="TrainingHistory.Warnings"/> are called, and when they are given.</summary>
/// <remarks>"Late" is the mean over the last quarter of the epochs, at least one of them.</remarks>
public static class WarningNames
{
    /// <summary>The steps are so large that they undo what was learned.</summary>
    /// <remarks>
    /// <para>
    /// Given where the learning rate of an optimizer is above its default, and one of these holds: the late training
    /// loss is above 10, and the rate at least three times the default; who guesses has a cross-entropy of ln k, below
    /// 10 for any k up to 22,000 classes, and of 1 or less for the other losses. Or the rate is 0.1 or more and the
    /// weights of a layer that it trains are starved (<see cref="StarvedWeights"/>) to a quarter after the first epoch,
    /// but were not before: a few steps carry them from one end of the window to the other.
    /// </para>
    /// <para>Where the optimizer trains everything, whatever else is wrong follows from it and is not said.</para>
    /// </remarks>
    public const string HighLearningRate = "high_learning_rate";

    /// <summary>Many latent weights of a layer lie at or beyond the bound within which they learn.</summary>
    /// <remarks>
    /// Given when a quarter of them do so at the end of the first epoch, or late, and did not before the first step
    /// (<see cref="StarvedAtStart"/>). Healthy runs stay at 0 for hundreds of steps and below 0.02 for thousands.
    /// </remarks>
    public const string StarvedWeights = "starved_weights";

    /// <summary>Almost no gradient gets through a quantizer: what lies before it no longer learns.</summary>
    /// <remarks>
    /// Given when the late gradient flow is below 0.01, unless the late training loss is below 1e-3: where nothing is
    /// left to learn, a hinge loss gives no gradient. An input's window is to blame only where gradient arrives at it;
    /// of several, the one nearest to the output. Healthy kernels stay at 1, their inputs above 0.37.
    /// </remarks>
    public const string DeadGradient = "dead_gradient";

    /// <summary>The signs of a layer stand still from the start, although it is trained.</summary>
    /// <remarks>
    /// <para>
    /// Given when the mean flip ratio of the first half of the epochs, the first apart where there are others, is below
    /// 1e-5: of weights that flip more rarely, not one in a hundred has changed after a thousand steps. Healthy runs
    /// begin between 1e-4 and 2e-2.
    /// </para>
    /// <para>Layers that got no gradient at all, frozen on purpose, are passed over.</para>
    /// </remarks>
    public const string FrozenLayer = "frozen_layer";

    /// <summary>The signs of a layer have not settled by the end.</summary>
    /// <remarks>
    /// Given when the late flip ratio is above 0.02, from four epochs on: at one weight in fifty a step, the layer that
    /// is saved is a matter of the last few batches. Healthy runs end below 1e-3 where the rate falls to 0, and around
    /// 3e-3 at a constant one.
    /// </remarks>
    public const string OscillatingLayer = "oscillating_layer";

    /// <summary>The finished model is worse than the loss that training reported.</summary>
    /// <remarks>
    /// <para>
    /// Given when, over up to 500 of the training rows, unchanged by augmentation, the model's loss against the labels
    /// is above 2·l + g/2: l is the loss that was reported for the last epoch (with a teacher the label loss; where
    /// weights of an earlier epoch were put back, the largest of any epoch), g that of outputs of 0, at least 0.02. The
    /// largest hundredth of the rows' losses is left out. Or when a row's loss is no finite number.
    /// </para>
    /// <para>
    /// Training and scoring differ by right in dropout, augmentation and the step from batch to batch, which make the
    /// reported loss the larger one as a rule. Batches of one or two rows make it the smaller one: their own mean and
    /// variance are all that a batch normalization sees of them. Of 245 trainings of this library's tests, all but one
    /// that diverged stayed below l + g/8.
    /// </para>
    /// </remarks>
    public const string LossNotRepeated = "loss_not_repeated";

    /// <summary>The packed network, which scores, and the trained one give different answers.</summary>
    /// <remarks>
    /// Given when they agree on less than 90 % of up to 500 training rows, as <see cref="PackedAgreement"/> counts
    /// them. Healthy models agree on all, or on all but one.
    /// </remarks>
    public const string PackedDiffers = "packed_differs";

    /// <summary>The finished model gives every row the same score.</summary>
    /// <remarks>Given when up to 500 training rows, of unequal features and labels, all get the same bits.</remarks>
    public const string ConstantScores = "constant_scores";

    /// <summary>Nothing holds a layer's latent weights within their window.</summary>
    /// <remarks>
    /// Given before training where option <c>ClipLatentWeights</c> is false, for each binary kernel that has no
    /// constraint.
    /// </remarks>
    public const string UnclippedKernel = "unclipped_kernel";

    /// <summary>Many latent weights of a layer lie at or beyond their bound before the first step.</summary>
    /// <remarks>
    /// Given before training, for a quarter of them or more: the initializer's values are too large for the window, or
    /// the window is too narrow for them.
    /// </remarks>
    public const string StarvedAtStart = "starved_at_start";

    /// <summary>Batches of so few rows that their mean and variance are chance.</summary>
    /// <remarks>
    /// Given before training, for 4 rows or fewer where the network has a batch normalization and there are rows for
    /// more than 4 such batches.
    /// </remarks>
    public const string SmallBatch = "small_batch";

    /// <summary>Nearly all inputs of a layer have the same quantized value.</summary>
    /// <remarks>
    /// Given when less than 1 % of them are above 0 after two epochs or late, or, for quantizers of two values, more
    /// than 99 %.
    /// </remarks>
    public const string OneSidedInput = "one_sided_input";

    /// <summary>Little gradient gets through an input's quantizer: its window is narrow for its values.</summary>
    /// <remarks>
    /// Given when late less than a tenth of the gradient that arrives gets through, but not less than a hundredth of
    /// its elements (<see cref="DeadGradient"/>). The lowest seen in a healthy run is 0.37.
    /// </remarks>
    public const string NarrowWindow = "narrow_window";

    /// <summary>Weights have shrunk to nothing.</summary>
    /// <remarks>
    /// Given when a gradient flow that was 0.9 or more is late below 0.01, or the network does not learn
    /// (<see cref="NotLearning"/>), and a weight decay is more than ten times its default; or when both hold and there
    /// is a regularizer.
    /// </remarks>
    public const string Collapsed = "collapsed";

    /// <summary>The network does hardly better than the same answer for every row.</summary>
    /// <remarks>
    /// Given when the late training loss is above 0.9 of what the best such answer costs, the entropy of the labels'
    /// frequencies for a cross-entropy, after 100 steps or more, and no layer has a fault that explains it.
    /// </remarks>
    public const string NotLearning = "not_learning";

    /// <summary>An accuracy that always answering the largest class has too.</summary>
    /// <remarks>
    /// Given where the largest class has 60 % of the rows or more, of those trained on too, and the late accuracy (of
    /// the validation rows, where there are any) gains less than a tenth of what is left, while the loss of these rows
    /// is above half of what guessing costs. With class weights, which cost accuracy, not where it loses as much.
    /// </remarks>
    public const string LargestClass = "largest_class";

    /// <summary>Training ended while the loss was falling, too early to judge, or after too few steps.</summary>
    /// <remarks>
    /// Given for fewer than four epochs and 1,000 steps, where the validation loss is below 0.8 of the training loss,
    /// which is the mean over the epoch; without validation rows, where the training loss is above a quarter of what
    /// guessing costs. And for fewer than 150 steps in all, where the training loss is above a tenth of it and
    /// nothing else is found.
    /// </remarks>
    public const string TooShort = "too_short";

    /// <summary>What was learned of the training rows says nothing of the validation rows.</summary>
    /// <remarks>
    /// Given when the training metric is late more than 0.1 better than chance, the validation loss above what guessing
    /// costs, and in no epoch three tenths of that are left on the validation rows.
    /// </remarks>
    public const string ValidationDiffers = "validation_differs";

    /// <summary>The training rows are known by heart.</summary>
    /// <remarks>
    /// Given when the training metric (accuracy, R²) is late more than 0.15 above that of the validation rows.
    /// </remarks>
    public const string Overfitting = "overfitting";

    /// <summary>Labels of training rows are wrong.</summary>
    /// <remarks>
    /// Given from four epochs on, when the validation metric is late more than 0.1 above that of the training rows,
    /// though neither augmentation nor a dropout nor a teacher makes these harder.
    /// </remarks>
    public const string NoisyLabels = "noisy_labels";

    /// <summary>Scores were far surer than they were right.</summary>
    /// <remarks>
    /// Given when the temperature that calibration found is above 3. Healthy runs stay at 2 or below.
    /// </remarks>
    public const string Overconfident = "overconfident";
}
