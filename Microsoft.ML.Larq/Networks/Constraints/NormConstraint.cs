using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Constraints;

/// <summary>
/// Keras' constraints of norms: w ← w·(r·min(max(n, l), m) + (1 − r)·n) / (ε + n) with n = √Σw² along axes, ε = 10⁻⁷.
/// </summary>
internal sealed record NormConstraint : WeightConstraint
{
    /// <summary>ε, Keras' <c>epsilon()</c>.</summary>
    internal const double Epsilon = 1e-7;

    internal static readonly AliasRow<WeightConstraint> MaxRow = new(
        "max_norm", call => Max(call.Take("max_value", 2f), call.TakeAxes("axis")), "MaxNorm", "maxnorm");

    internal static readonly AliasRow<WeightConstraint> UnitRow = new(
        "unit_norm", call => Unit(call.TakeAxes("axis")), "UnitNorm", "unitnorm");

    internal static readonly AliasRow<WeightConstraint> MinMaxRow = new(
        "min_max_norm",
        call => MinMax(
            call.Take("min_value", 0f), call.Take("max_value", 1f), call.Take("rate", 1f), call.TakeAxes("axis")),
        "MinMaxNorm");

    private readonly AliasRow<WeightConstraint> _row;

    private NormConstraint(AliasRow<WeightConstraint> row, IReadOnlyList<int>? axes)
    {
        _row = row;
        Axes = [.. (axes is { Count: > 0 } ? axes : [0]).Order()];
        if (Axes[0] < 0 || Axes.Distinct().Count() < Axes.Length)
        {
            throw new ArgumentException(
                $"{OwnerOf(row)}: axes are different numbers from 0, at least one, got [{string.Join(", ", Axes)}].",
                nameof(axes));
        }
    }

    /// <summary>The axes of Keras' layout that a norm goes along, ascending.</summary>
    public ImmutableArray<int> Axes { get; private init; }

    /// <summary>l, the norm below which it is raised to it; 0 for none.</summary>
    public float Least { get; private init; }

    /// <summary>m, the norm above which it is lowered to it.</summary>
    public float Most { get; private init; }

    /// <summary>r, the share of the way to the wanted norm that a step goes.</summary>
    public float Rate { get; private init; } = 1;

    public static NormConstraint Max(float maxValue, IReadOnlyList<int>? axes) =>
        new(MaxRow, axes) { Most = Argument.AtLeast(OwnerOf(MaxRow), 0, maxValue) };

    public static NormConstraint Unit(IReadOnlyList<int>? axes) => new(UnitRow, axes) { Least = 1, Most = 1 };

    public static NormConstraint MinMax(float minValue, float maxValue, float rate, IReadOnlyList<int>? axes) => new(
        MinMaxRow, axes)
    {
        Least = Argument.AtLeast(OwnerOf(MinMaxRow), 0, minValue),
        Most = Argument.AtLeast(OwnerOf(MinMaxRow), minValue, maxValue),
        Rate = Argument.Within(OwnerOf(MinMaxRow), 0, 1, rate),
    };

    public bool Equals(NormConstraint? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    internal override WeightConstraint Moved(int axes) =>
        this with { Axes = [.. Axes.Select(axis => axis + axes)] };

    internal override string? Misfit(TensorShape shape) => Axes[^1] < shape.Rank
        ? null
        : $"constraint '{this}' wants axes below {shape.Rank} for the shape {shape}, got {Axes[^1]}.";

    // Of one norm for all there are no bounds to tell, of the largest norm one.
    private protected override string Describe() => AliasCall.Spell(
        _row.Alias,
        ("min_value", Least, _row == MinMaxRow ? 0f : Least),
        ("max_value", Most, _row == MinMaxRow ? 1f : _row == MaxRow ? 2f : Most),
        ("rate", Rate, 1f),
        ("axis", Axes is [0] ? null : Axes, null));
}
