using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Packed.Usage;

namespace Microsoft.ML.Larq.Packed;

public sealed partial class PackedNetwork
{
    /// <summary>
    /// Reads a network from a file of <see cref="Save(string)"/>, or from one of <c>mlContext.Model.Save</c> that has
    /// one trained network in it; needs neither ML.NET nor reflection.
    /// </summary>
    /// <remarks>
    /// Of a pipeline the network alone is read: what other steps do to its features is to be done before
    /// <see cref="Predict"/>. Nothing that the file says is believed before it is checked: lengths, checksums, versions
    /// and the budget come before memory.
    /// </remarks>
    /// <param name="path">The file, for example <c>digits.larq</c> or <c>model.zip</c>.</param>
    /// <param name="budget">
    /// What the network may take; null (default): the one that <see cref="NetworkBudget.Apply"/> lets hold, else
    /// <see cref="NetworkBudget.Default"/>.
    /// </param>
    /// <exception cref="FormatException">
    /// The file is damaged, foreign or of a later version, holds no network or several, or the network takes too much;
    /// the message says which.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static PackedNetwork Load(string path, NetworkBudget? budget = null)
    {
        try
        {
            using var stream = PlainFile.Open(path);
            using var scope = budget?.Apply();
            return Load(stream);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>
    /// The same from a stream that holds the file and nothing else; another budget is applied around the call:
    /// <c>using (budget.Apply()) network = PackedNetwork.Load(stream);</c>.
    /// </summary>
    /// <param name="stream">The stream, which can be sought; it stays open.</param>
    /// <inheritdoc cref="Load(string, NetworkBudget?)" path="/remarks"/>
    /// <exception cref="ArgumentException">The stream cannot be read or sought.</exception>
    /// <exception cref="FormatException">
    /// It holds no such file, or a network that takes more than the budget that holds here.
    /// </exception>
    public static PackedNetwork Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
            throw new ArgumentException("The stream can be read and sought, got one that cannot.", nameof(stream));
        // Kernels that the machine lacks are no fault of the file.
        var kernels = KernelSet.Choose();
        try
        {
            var file = ModelZip.Read(stream);
            var network = Compile(file.Definition, file.Weights, kernels, UseFacts.FromJson(file.Facts));
            network.Require(NetworkBudget.Current);
            return FirstRow.Score(network);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or OverflowException
            or ArithmeticException or InvalidOperationException or OutOfMemoryException or KeyNotFoundException
            or IndexOutOfRangeException or InvalidCastException)
        {
            throw new FormatException($"The network cannot be compiled: {error.Message}", error);
        }
    }

    /// <summary>
    /// Writes the network, a bit for each binary weight, and its <see cref="Use"/>, which is all that
    /// <see cref="Load(string, NetworkBudget?)"/> needs.
    /// </summary>
    /// <param name="path">The file, for example <c>digits.larq</c>; replaced as a whole once all is written.</param>
    /// <exception cref="ArgumentException">
    /// A weight is not finite, or a quantizer of one's own does not give the signs that it promises; it is named.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>The same into a stream.</summary>
    /// <param name="stream">Where the bytes go; it stays open.</param>
    /// <exception cref="ArgumentException">
    /// The stream cannot be written to, a weight is not finite, or a quantizer of one's own does not give the signs
    /// that it promises.
    /// </exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("The stream can be written to, got one that cannot.", nameof(stream));
        ModelZip.Write(stream, new ModelFile(Definition, Weights, UseFacts.ToJson(Use)));
    }

    /// <summary>
    /// Scores rows as the column Score of a model in ML.NET has them, bit for bit: probabilities of classes, the logit
    /// of two, a number in the label's units.
    /// </summary>
    /// <remarks>
    /// <see cref="Score"/> gives what the network gives. This is: pixels put in the network's order and scaled, the
    /// outputs divided by <see cref="PackedUse.Temperature"/>, their softmax or the label's mean and deviation, and NaN
    /// for a row with a NaN in it unless thermometers read all of it. <see cref="PackedUse.ClassOf"/> says the class.
    /// </remarks>
    /// <param name="rows">The rows, one after another, each <see cref="InputSize"/> numbers.</param>
    /// <param name="scores">
    /// Where the scores go, <see cref="OutputSize"/> numbers per row; must not overlap the rows.
    /// </param>
    /// <param name="maxDegreeOfParallelism">As for <see cref="Score"/>.</param>
    /// <inheritdoc cref="Score" path="/exception"/>
    public void Predict(ReadOnlySpan<float> rows, Span<float> scores, int maxDegreeOfParallelism = 1)
    {
        CheckThreads(maxDegreeOfParallelism, nameof(maxDegreeOfParallelism));
        if (Rows(rows, scores) == 0) return;
        var arranged = Arranged(rows);
        Score(arranged, scores, maxDegreeOfParallelism);
        ScoreFinish.Apply(Definition, Use, arranged, scores);
    }

    // The rows themselves where nothing is to be done to them.
    private ReadOnlySpan<float> Arranged(ReadOnlySpan<float> rows)
    {
        var (layout, scales) = (new RowLayout(Definition.InputShape, Use.PixelOrder), !Use.ChannelMeans.IsEmpty);
        if (layout.IsPlain && !scales) return rows;
        var arranged = new float[rows.Length];
        for (var start = 0; start < rows.Length; start += InputSize)
            layout.Arrange(rows.Slice(start, InputSize), arranged.AsSpan(start, InputSize));
        if (scales) PixelScale.Apply(arranged, Use.ChannelMeans.AsSpan(), Use.ChannelDeviations.AsSpan());
        return arranged;
    }
}
