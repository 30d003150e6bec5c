using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Turns each number of a vector into signs: one for each of its column's quantiles that it reaches.</summary>
/// <remarks>
/// <para>Forward: y[f·bits + b] = +1 when x[f] ≥ t[f, b], otherwise −1. No gradient passes.</para>
/// <para>Shape: (features,) → (features·bits,).</para>
/// <para>The thresholds t are fitted on the training rows before training starts: midpoints between neighbouring
/// distinct values at evenly spaced quantiles, so that scale, offset and outliers of a column do not matter. None is
/// there twice: where a frequent value has several quantiles, the rest is spent on the other rows. A column with fewer
/// distinct values than thresholds repeats some; a constant column has thresholds of +∞. <see cref="ThermometerLayer"/>
/// looks at the label too, and spends no bit in vain. The layer must read the network's input, or parts of it.</para>
/// </remarks>
public sealed record QuantileThermometerLayer : LayerKind
{
    /// <summary>Name of the thresholds' weight.</summary>
    internal const string Thresholds = "thresholds";

    /// <summary>Signs per number, from 1 to 255.</summary>
    public required int Bits { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var vector = inputs.Vector;
        inputs.FromNetworkInput();
        inputs.Range("bits", Bits, 1, 255);
        return new TensorShape(inputs.Length((long)vector.Size * Bits));
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new(Thresholds, new TensorShape(inputs[0].Size, Bits), Initializer.Zeros) { Trainable = false }];
}

/// <summary>
/// Turns each number of a vector into signs, as many for each column as it is worth: one for each of the column's
/// thresholds that the number reaches.
/// </summary>
/// <remarks>
/// <para>Forward, for the bits b of column f: y[b] = +1 when x[f] ≥ t[b], otherwise −1. A threshold of +∞ is the bit of
/// a missing value: +1 for NaN and −1 for every number. All other bits read NaN as 0. No gradient passes.</para>
/// <para>Shape: (columns,) → (Σ bits,).</para>
/// <para>The thresholds are fitted on the training rows before training starts, and to their labels: each column is cut
/// where the cut tells most about the label (entropy of classes, variance of numbers), the best cut first; a column
/// without such cuts is cut into parts of as many rows as its distinct values allow. No threshold is there twice. The
/// first bit of a column in which training rows lack values is that of the missing value. A column with fewer cuts than
/// bits leaves the rest at +∞. The layer must read the network's input, or parts of it.</para>
/// </remarks>
public sealed record ThermometerLayer : LayerKind
{
    /// <summary>Name of the thresholds' weight.</summary>
    internal const string Thresholds = "thresholds";

    /// <summary>Most bits of a column.</summary>
    internal const int Most = 255;

    /// <summary>Signs of each column, in order, from 0 to 255 each and at least one in all.</summary>
    public required ImmutableArray<int> Bits { get; init; }

    /// <inheritdoc/>
    public bool Equals(ThermometerLayer? other) => other is not null && Counts.SequenceEqual(other.Counts);

    /// <summary>The name and the bits: <c>ThermometerLayer { Bits = [8, 1, 1] }</c>.</summary>
    public override string ToString() =>
        $"{nameof(ThermometerLayer)} {{ {nameof(Bits)} = [{string.Join(", ", Counts)}] }}";

    /// <inheritdoc/>
    public override int GetHashCode() => Counts.Aggregate(Counts.Length, HashCode.Combine);

    private ImmutableArray<int> Counts => Bits.IsDefault ? [] : Bits;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var vector = inputs.Vector;
        inputs.FromNetworkInput();
        if (Counts.Length != vector.Size)
            throw inputs.Error($"has bits for each of its {vector.Size} columns, got {Counts.Length}.");
        foreach (var bits in Counts) inputs.Range("bits", bits, 0, Most);
        var total = Counts.Sum(bits => (long)bits);
        if (total == 0) throw inputs.Error("has at least one bit in all, got 0 for every column.");
        return new TensorShape(inputs.Length(total));
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new(Thresholds, new TensorShape(Counts.Sum()), Initializer.Zeros) { Trainable = false }];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantileThermometerLayer"/>
    /// <param name="bits">Signs per number, from 1 to 255; default 8.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantileThermometer(int bits = 8, string? name = null) =>
        Apply(new QuantileThermometerLayer { Bits = bits }, name: name);

    /// <summary>
    /// A thermometer that gives every column as many bits as the training rows justify; see
    /// <see cref="ThermometerLayer"/>.
    /// </summary>
    /// <remarks>
    /// A column of two values gets one bit unless less than five of many rows have one of them, a constant one none,
    /// and one in which values are missing one more. Where the network is built without rows, as for a summary, every
    /// column gets <paramref name="most"/> bits. The function that builds a network to be trained runs twice: before
    /// the rows are read, with one bit a column, and after. For numbers of bits of one's own,
    /// <c>Apply(new ThermometerLayer { Bits = [8, 1, 1] })</c>.
    /// </remarks>
    /// <param name="most">Most bits of a column, from 1 to 254; the bit of missing values comes on top.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="total">
    /// Most bits in all, at least 1; default no limit. Every column that varies keeps one all the same, and those whose
    /// further bits tell most about the label get them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The bits are out of range, or this tensor is not the network's input or a part of it.
    /// </exception>
    public NetworkTensor Thermometer(int most = 16, string? name = null, int total = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        if (most is < 1 or >= ThermometerLayer.Most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(most), most,
                $"Layer '{name ?? "thermometer"}' (Thermometer): most bits of a column are from 1 to "
                + $"{ThermometerLayer.Most - 1}, got {most}.");
        }

        return Apply(new ThermometerLayer { Bits = Graph.BitsOf(this, most, total) }, name: name);
    }
}
