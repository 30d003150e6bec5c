using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Faults;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>
/// The one way that a warning of a training takes: into the log as soon as it is given, and with the same words into
/// the history, whence report and saved model have it.
/// </summary>
internal sealed class TrainingWarnings
{
    private readonly IChannel _channel;
    private readonly Diagnosis _diagnosis;

    public TrainingWarnings(IChannel channel)
    {
        _channel = channel;
        _diagnosis = new Diagnosis(History);
    }

    /// <summary>What training reports.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>Gives a warning, once.</summary>
    public void Give(TrainingWarning warning)
    {
        if (History.Add(warning)) HostServices.Warning(_channel, warning.ToString());
    }

    /// <summary>Gives several.</summary>
    public void Give(IEnumerable<TrainingWarning> warnings)
    {
        foreach (var warning in warnings) Give(warning);
    }

    /// <summary>Training begins, after the epochs of an earlier one that it goes on from.</summary>
    public void Begin()
    {
        Give(_diagnosis.Begin());
        for (var epoch = 1; epoch <= History.Epochs; epoch++) Give(_diagnosis.AfterEpoch(epoch));
    }

    /// <summary>An epoch has been reported.</summary>
    public void AfterEpoch() => Give(_diagnosis.AfterEpoch(History.Epochs));

    /// <summary>Training has ended: gives what its values show, and then what the model does.</summary>
    public void Close(IEnumerable<Finding> ofTheModel)
    {
        Give(_diagnosis.End(ofTheModel));
        History.Close();
    }
}
