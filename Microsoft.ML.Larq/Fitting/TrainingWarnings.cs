using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Faults;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>
/// The one way that a warning of a training takes: into the log as soon as it is given, and with the same words into
/// the history, whence report and saved model have it.
/// </summary>
/// <param name="channel">The log.</param>
internal sealed class TrainingWarnings(IChannel channel)
{
    /// <summary>What training reports.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>Gives a warning, once.</summary>
    public void Give(TrainingWarning warning)
    {
        if (History.Add(warning)) HostServices.Warning(channel, warning.ToString());
    }

    /// <summary>Gives several.</summary>
    public void Give(IEnumerable<TrainingWarning> warnings)
    {
        foreach (var warning in warnings) Give(warning);
    }

    /// <summary>Training has ended: gives what its values show, and then what the model does.</summary>
    public void Close(IEnumerable<TrainingWarning> ofTheModel)
    {
        Give(FaultDetectors.Find(History));
        Give(ofTheModel);
        History.Close();
    }
}
