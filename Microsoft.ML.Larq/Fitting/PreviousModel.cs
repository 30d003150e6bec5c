using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Whether what a model learned is what it is to learn further.</summary>
internal static class PreviousModel
{
    /// <exception cref="ArgumentException">
    /// It learned another task, or other classes or the same in another order.
    /// </exception>
    public static void Check(
        ModelFacts previous, LabelTarget target, string label, string who = "The previous model")
    {
        if (previous.Task != target.Task)
        {
            throw new ArgumentException(
                $"{who} learned {previous.Task}; label column '{label}' is for {target.Task}.");
        }

        if (previous.ClassNames is not { } learned || target.Names is not { } wanted) return;
        if (learned.ItemType.Equals(wanted.ItemType) && learned.Names.SequenceEqual(wanted.Names)) return;
        throw new ArgumentException(
            $"{who} learned the classes {List(learned.Names)}; label column '{label}' has {List(wanted.Names)}. "
            + "Option keyData of Conversion.MapValueToKey fixes classes and order.");
    }

    private static string List(IReadOnlyList<string> names)
    {
        const int Shown = 10;
        var more = names.Count > Shown ? $", … ({names.Count})" : "";
        return $"'{string.Join("', '", names.Take(Shown))}'{more}";
    }
}
