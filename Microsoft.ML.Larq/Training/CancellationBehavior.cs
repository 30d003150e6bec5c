namespace Microsoft.ML.Larq.Training;

/// <summary>What cancelling a training does.</summary>
public enum CancellationBehavior
{
    /// <summary>An <see cref="OperationCanceledException"/>; what was learned is lost.</summary>
    Throw,

    /// <summary>
    /// A model of the epoch with the lowest validation loss so far, or training loss without a validation set;
    /// an <see cref="EarlyStopping"/> among the callbacks decides itself which epoch was best. Before the first epoch
    /// is over, a model of the weights as they are.
    /// </summary>
    ReturnBest,

    /// <summary>A model of the weights as they are.</summary>
    ReturnCurrent,
}
