using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;

namespace Microsoft.ML.Larq;

/// <summary>A trained network that teaches the one in training: by its outputs, by where it looks, or both.</summary>
/// <remarks>
/// <para>
/// Both see the same rows, augmented alike; the teacher in evaluation mode and without gradients. The training loss is
/// <see cref="LabelWeight"/>·ℓ + <see cref="OutputWeight"/>·O + <see cref="AttentionWeight"/>·A, where ℓ is the loss
/// against the labels (option <c>Loss</c>, with class weights and smoothing) and each part is a mean over the batch.
/// They are reported as <c>Label Loss</c>, <c>Output Loss</c> and <c>Attention Loss</c>, unweighted; the validation
/// loss is ℓ alone, so that it can be compared with that of a training without a teacher, and so is what a gradient
/// probe follows.
/// </para>
/// <para>
/// Outputs, Hinton et al. 2015, <see href="https://arxiv.org/abs/1503.02531"/>, section 2: with logits z of the student
/// and v of the teacher, q = softmax(z/T) and p = softmax(v/T), O = T²·Σ p·(ln p − ln q); its gradient
/// ∂O/∂z = T·(q − p) keeps its size as T grows. With one output for a yes or no, p and q are σ(v/T) and σ(z/T) and
/// their complements. For regression O = (z − v)², v brought to the scale that the student learns labels in.
/// </para>
/// <para>
/// Attention, Zagoruyko and Komodakis 2017, <see href="https://arxiv.org/abs/1612.03928"/>, and for binary networks
/// Martinez et al. 2020, <see href="https://arxiv.org/abs/2003.11535"/>: a layer's map is Qₚ = Σ_c A²ₚ_c / C over its C
/// channels at position p, divided by its maximum or length (<see cref="AttentionNormalization"/>): Q̂. A pair's loss
/// is the mean over positions of (Q̂ₚ of the student − Q̂ₚ of the teacher)²; A is the mean over the pairs, each times
/// its weight. As in Larq Zoo, it is the mean of squared differences, where both papers sum the lengths of the
/// difference.
/// </para>
/// </remarks>
public sealed record Distillation
{
    private readonly ModelFacts? _facts;

    /// <summary>A model of this library teaches, with its task, its classes and the scale of its labels.</summary>
    /// <param name="teacher">The model.</param>
    public Distillation(BinarizedNetworkTransformer teacher)
        : this((teacher ?? throw new ArgumentNullException(nameof(teacher))).Network, teacher.Weights) =>
        _facts = teacher.Facts;

    /// <summary>
    /// Any network teaches; its outputs are logits of the classes in the label's order, or a number in the label's
    /// unit.
    /// </summary>
    /// <param name="teacher">The network.</param>
    /// <param name="weights">Its weights, latent or binary.</param>
    /// <exception cref="ArgumentException">A weight is missing, has another shape, or is no layer's.</exception>
    public Distillation(NetworkDefinition teacher, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(weights);
        weights.Verify(teacher);
        (Teacher, Weights, TeacherDigest) = (teacher, weights, Digest(teacher, weights));
    }

    /// <summary>Its settings in words, as a model keeps them.</summary>
    public override string ToString() => OptionText.Of(this);

    /// <summary>How much the loss against the labels counts, at least 0. Default 1; 0 leaves the labels out.</summary>
    public float LabelWeight
    {
        get;
        init => field = AtLeastZero(value);
    } = 1;

    /// <summary>How much the loss against the teacher's outputs counts, at least 0. Default 1.</summary>
    public float OutputWeight
    {
        get;
        init => field = AtLeastZero(value);
    } = 1;

    /// <summary>
    /// T, what logits are divided by before they are compared, above 0: the larger, the more the teacher's small
    /// probabilities count. Default 1. Only 1 for regression.
    /// </summary>
    public float Temperature
    {
        get;
        init => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Temperature), value, $"Distillation.{nameof(Temperature)} is finite and above 0, got {value}.");
    } = 1;

    /// <summary>How much the loss of the <see cref="Attention"/> pairs counts, at least 0. Default 1.</summary>
    public float AttentionWeight
    {
        get;
        init => field = AtLeastZero(value);
    } = 1;

    /// <summary>
    /// Layers whose attention is matched: <c>["block_2_out", ("features", "teacher_features")]</c>. Default none.
    /// </summary>
    public IReadOnlyList<AttentionPair> Attention
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Attention));
            field = value.Any(pair => pair is null)
                ? throw new ArgumentException(
                    $"Distillation.{nameof(Attention)} has no null among its pairs.", nameof(Attention))
                : [.. value];
        }
    } = [];

    /// <summary>What a map of attention is divided by. Default its maximum.</summary>
    public AttentionNormalization AttentionNormalization
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(AttentionNormalization), value,
                $"Distillation.{nameof(AttentionNormalization)} is one of "
                + $"{string.Join(", ", Enum.GetNames<AttentionNormalization>())}.");
    }

    /// <summary>
    /// The first 16 digits of the SHA-256 of the teacher's network and weights: models keep it among their options.
    /// </summary>
    public string TeacherDigest { get; }

    internal NetworkDefinition Teacher { get; }

    /// <summary>Whether each of its several outputs is a yes or no of its own.</summary>
    internal bool EndsInSigmoids { get; private init; }

    internal NetworkWeights Weights { get; }

    /// <summary>
    /// A Keras model teaches, a softmax or sigmoid at its end left out. One that ends in several sigmoids, each a yes
    /// or no of its own, teaches by attention alone.
    /// </summary>
    /// <param name="path">A whole model in an <c>.h5</c> file of Keras 2.</param>
    /// <param name="inputShape">The shape of a row, where the model leaves it open.</param>
    /// <exception cref="FormatException">
    /// The file is damaged or a layer cannot be built; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Distillation FromKeras(string path, TensorShape? inputShape = null)
    {
        var file = KerasFile.Read(path);
        try
        {
            var teacher = file.Definition(inputShape, out var end, notes: []);
            return new Distillation(teacher, file.WeightsFor(teacher, byName: true, null, out _))
            {
                EndsInSigmoids = end == "sigmoid" && teacher.OutputShape.Size > 1,
            };
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"'{path}' does not fit the network: {error.Message}", error);
        }
    }

    /// <summary>What the student learns from this teacher.</summary>
    /// <exception cref="ArgumentException">They do not fit each other; the message says in what.</exception>
    internal DistillationSettings For(NetworkDefinition student, LabelTarget target, string label)
    {
        TeacherCheck.Require(this, _facts, student, target, label);
        return new DistillationSettings
        {
            Teacher = Teacher,
            Weights = Weights,
            TeacherLabels = _facts is null ? LabelScale.None : new LabelScale(_facts.LabelMean, _facts.LabelDeviation),
            LabelWeight = LabelWeight,
            OutputWeight = OutputWeight,
            Temperature = Temperature,
            AttentionWeight = AttentionWeight,
            Attention = [.. Attention],
            AttentionNormalization = AttentionNormalization,
        };
    }

    private static string Digest(NetworkDefinition network, NetworkWeights weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(network.ToJson()));
        foreach (var (_, weight) in weights) hash.AppendData(MemoryMarshal.AsBytes(weight.Values));
        return Formats.Digest.Hex(hash.GetHashAndReset())[..16];
    }

    private static float AtLeastZero(float value, [CallerMemberName] string name = "") =>
        value >= 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, $"Distillation.{name} is finite and at least 0, got {value}.");
}
