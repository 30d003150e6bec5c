namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What a schedule counts; as <c>update_freq</c> of Larq's <c>HyperparameterScheduler</c>.</summary>
public enum ScheduleUnit
{
    /// <summary>Whole epochs done, from 0: the value changes between epochs only.</summary>
    Epoch,

    /// <summary>Optimizer steps done, from 0, over all epochs.</summary>
    Step,
}
