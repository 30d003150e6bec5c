using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks.Constraints;

/// <summary>What the constraints of norms share: w ← w·d(n) / (ε + n) with n = √Σw² along axes and ε = 10⁻⁷.</summary>
internal abstract record NormConstraint : WeightConstraint
{
    /// <summary>ε, Keras' <c>epsilon()</c>.</summary>
    internal const double Epsilon = 1e-7;

    private protected NormConstraint(string alias, IReadOnlyList<int>? axes)
    {
        Axes = [.. (axes ?? [0]).Order()];
        if (Axes.IsEmpty || Axes[0] < 0 || Axes.Distinct().Count() < Axes.Length)
        {
            throw new ArgumentException(
                $"Constraint '{alias}': axes are different numbers from 0, at least one, "
                + $"got [{string.Join(", ", Axes)}].", nameof(axes));
        }
    }

    /// <summary>What a list of no axes stands for: those of the default.</summary>
    internal static IReadOnlyList<int>? Given(IReadOnlyList<int> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return axes.Count == 0 ? null : axes;
    }

    /// <summary>The axes of Keras' layout that a norm goes along, ascending.</summary>
    public ImmutableArray<int> Axes { get; private init; }

    /// <summary>The norm below which it is raised to it; 0 for none.</summary>
    internal abstract double Least { get; }

    /// <summary>The norm above which it is lowered to it.</summary>
    internal abstract double Most { get; }

    /// <summary>Which share of the way to the wanted norm is gone.</summary>
    internal virtual double Share => 1;

    public virtual bool Equals(NormConstraint? other) =>
        other is not null && EqualityContract == other.EqualityContract && Axes.SequenceEqual(other.Axes);

    public override int GetHashCode() => Axes.Aggregate(EqualityContract.GetHashCode(), HashCode.Combine);

    internal sealed override WeightConstraint Moved(int axes) =>
        this with { Axes = [.. Axes.Select(axis => axis + axes)] };

    internal sealed override string? Misfit(TensorShape shape) => Axes[^1] < shape.Rank
        ? null
        : $"constraint '{this}' wants axes below {shape.Rank} for the shape {shape}, got {Axes[^1]}.";

    private protected (string, object?, object?) AxisArgument => ("axis", Axes is [0] ? null : Axes, null);

    private protected static float Norm(string alias, string argument, float value, float least = 0f) =>
        value >= least && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                argument, value, $"Constraint '{alias}': {argument} is a finite number of at least {least}.");
}
