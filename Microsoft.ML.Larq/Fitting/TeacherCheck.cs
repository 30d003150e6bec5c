using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Whether a teacher and a student fit each other.</summary>
internal static class TeacherCheck
{
    private const int Shown = 20;

    /// <exception cref="ArgumentException">They do not; the message says in what.</exception>
    public static void Require(
        Distillation option, ModelFacts? facts, NetworkDefinition student, LabelTarget target, string label)
    {
        var teacher = option.Teacher;
        var attends = option.Attention.Count > 0 && option.AttentionWeight > 0;
        if (option.OutputWeight == 0 && !attends)
        {
            throw new ArgumentException(
                "Option Distillation: a teacher teaches by its outputs or by attention; OutputWeight is 0, and "
                + (option.Attention.Count > 0 ? "AttentionWeight is too." : "Attention has no pairs."));
        }

        if (teacher.InputShape != student.InputShape)
        {
            throw new ArgumentException(
                $"Option Distillation: the teacher takes {teacher.InputShape}, the network in training "
                + $"{student.InputShape}; both see the same rows.");
        }

        if (option.OutputWeight > 0) RequireOutputs(option, facts, student, target, label);
        if (!attends) return;
        foreach (var pair in option.Attention)
            Require(pair, Find(student, pair.Student, "network in training"), Find(teacher, pair.Teacher, "teacher"));
    }

    private static void RequireOutputs(
        Distillation option, ModelFacts? facts, NetworkDefinition student, LabelTarget target, string label)
    {
        if (facts is not null) PreviousModel.Check(facts, target, label, "Option Distillation: the teacher");
        if (option.Teacher.OutputShape != student.OutputShape)
        {
            throw new ArgumentException(
                $"Option Distillation: the teacher's last layer '{option.Teacher.Output.Name}' gives "
                + $"{option.Teacher.OutputShape}, that of the network in training {student.OutputShape}. With "
                + "OutputWeight 0 it teaches by attention alone.");
        }

        if (option.EndsInSigmoids)
        {
            throw new ArgumentException(
                $"Option Distillation: the teacher ends in {option.Teacher.OutputShape.Size} sigmoids, each a yes or "
                + "no of its own, and the network in training learns classes. With OutputWeight 0 it teaches by "
                + "attention alone.");
        }

        if (NetworkEnd.Of(option.Teacher.Output) is { } end)
        {
            throw new ArgumentException(
                $"Option Distillation: the teacher ends in a {end}, the layer '{option.Teacher.Output.Name}'; what "
                + "comes before it is what the network in training learns. Build the teacher without it: its weights "
                + "stay.");
        }

        if (target.Task == LearningTask.Regression && option.Temperature != 1)
        {
            throw new ArgumentException(
                $"Option Distillation: a temperature is for classes; label column '{label}' is for {target.Task}, "
                + $"got {option.Temperature}.");
        }
    }

    private static Layer Find(NetworkDefinition network, string name, string who)
    {
        var names = network.Layers.Select(layer => layer.Name).ToArray();
        if (names.Contains(name, StringComparer.Ordinal)) return network[name];
        var more = names.Length > Shown ? $", … ({names.Length})" : "";
        throw new ArgumentException(
            $"Option Distillation: the {who} has no layer '{name}' to match attention with; it has "
            + $"'{string.Join("', '", names.Take(Shown))}'{more}.");
    }

    // A map of one position is 1 whatever the network does.
    private static void Require(AttentionPair pair, Layer student, Layer teacher)
    {
        var (own, wanted) = (student.OutputShape, teacher.OutputShape);
        if (own.Rank > 1 && own.Rank == wanted.Rank && own.Size > own.Channels
            && own.Dimensions.Take(own.Rank - 1).SequenceEqual(wanted.Dimensions.Take(own.Rank - 1)))
            return;
        throw new ArgumentException(
            "Option Distillation: attention is matched between layers of the same height and width, of more than one "
            + $"position; layer '{pair.Student}' of the network in training gives {own}, '{pair.Teacher}' of the "
            + $"teacher {wanted}.");
    }
}
