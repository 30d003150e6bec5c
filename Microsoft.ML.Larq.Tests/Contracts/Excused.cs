using System.Reflection;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>What the sweep leaves out, and why; a test holds that every line still leaves something out.</summary>
internal static class Excused
{
    /// <summary>Members that are called only with what they must refuse, by a part of their name.</summary>
    public static IReadOnlyDictionary<string, string> CallsByPart { get; } = new Dictionary<string, string>
    {
        [".Fit("] = "it trains",
        ["ZooDownload.GetAsync("] = "it downloads",
        ["ICanSaveModel.Save("] = "only ML.NET makes a context to save to",
        [".forward("] = "which inputs a layer takes its own tests know",
        [".Load(CallbackState)"] = "it reads what its own Save wrote",
    };

    /// <summary>Faults that are none, by how they begin.</summary>
    public static IReadOnlyDictionary<string, string> FaultsByStart { get; } = new Dictionary<string, string>
    {
        ["Training.TrainingCallback.OnEpochBegin(TrainingContext): training = null was taken"] =
            "a hook that does nothing; the trainer alone calls it",
        ["Training.TrainingCallback.OnBatchBegin(TrainingContext): training = null was taken"] =
            "a hook that does nothing; the trainer alone calls it",
        ["Training.TrainingCallback.OnBatchEnd(TrainingContext): training = null was taken"] =
            "a hook that does nothing; the trainer alone calls it",
    };

    public static bool Calls(MethodBase member) =>
        CallsByPart.Keys.Any(part => PublicSurface.Name(member).Contains(part, StringComparison.Ordinal));

    /// <summary>The context of the sweep is one whose training has ended, as its documentation says for all.</summary>
    public static bool IsOfAnEndedTraining(MethodBase member, Exception error) =>
        error is InvalidOperationException && error.Message.Contains("has ended", StringComparison.Ordinal)
        && (member.DeclaringType == typeof(TrainingContext)
            || member.GetParameters().Any(parameter => parameter.ParameterType == typeof(TrainingContext)));
}
