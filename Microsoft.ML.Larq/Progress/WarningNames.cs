using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Progress;

/// <summary>What the warnings of <see cref="TrainingHistory.Warnings"/> are called, and when they are given.</summary>
/// <remarks>"Late" is the mean over the last quarter of the epochs, at least one of them.</remarks>
public static class WarningNames
{
    /// <summary>The steps are so large that they undo what was learned.</summary>
    /// <remarks>
    /// <para>Given when one of these holds:</para>
    /// <para>
    /// The late training loss is above 10 although it is a number: who guesses has a cross-entropy of ln k, below 10
    /// for any k up to 22,000 classes, and of 1 or less for the other losses.
    /// </para>
    /// <para>
    /// A learning rate is 0.1 or more and a layer's weights are starved (<see cref="WarningNames.StarvedWeights"/>) to
    /// a quarter after the first epoch: a few steps carry them from one end of the window to the other.
    /// </para>
    /// </remarks>
    public const string HighLearningRate = "high_learning_rate";

    /// <summary>Many latent weights of a layer lie at or beyond the bound within which they learn.</summary>
    /// <remarks>
    /// Given when a quarter of them do so at the end of the first epoch, in which a fitting window is hardly reached,
    /// or half of them late. Healthy runs stay at 0 for hundreds of steps and below 0.02 for thousands.
    /// </remarks>
    public const string StarvedWeights = "starved_weights";

    /// <summary>Almost no gradient gets through a quantizer: what lies before it no longer learns.</summary>
    /// <remarks>
    /// Given when the late gradient flow is below 0.01, unless the late training loss is below 1e-3: where nothing is
    /// left to learn, a hinge loss gives no gradient. Healthy kernels stay at 1, their inputs above 0.2.
    /// </remarks>
    public const string DeadGradient = "dead_gradient";

    /// <summary>The signs of a layer stand still from the start, although it is trained.</summary>
    /// <remarks>
    /// <para>
    /// Given when no epoch's flip ratio reaches 1e-5, the first apart where there are others: of weights that flip more
    /// rarely, not one in a hundred has changed after a thousand steps. Healthy runs begin between 1e-4 and 2e-2.
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
}
